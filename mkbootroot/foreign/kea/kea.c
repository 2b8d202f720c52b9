/*
 * Kea's kea-dhcp4.conf: its hosts, the cards that its classes name, and its
 * nets, each of which is asked for.
 */
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/ask.h"
#include "mkbootroot/foreign/kea/keaanswer.h"
#include "mkbootroot/foreign/kea/keaconfig.h"
#include "mkbootroot/foreign/kea/keahost.h"

struct gathering {
	struct foreign_host *host;
	size_t n, size;
	unsigned from;
	struct imported *im;
};

static struct foreign_host *
host_new(struct gathering *g)
{
	const size_t size = g->size + g->size / 2 + 64;
	struct foreign_host *host;

	if (g->n == g->size) {
		if ((host = reallocarray(g->host, size, sizeof(*host))) ==
		    NULL) {
			g->im->no_memory = 1;
			return NULL;
		}
		g->host = host;
		g->size = size;
	}
	host = &g->host[g->n++];
	memset(host, 0, sizeof(*host));
	return host;
}

/* A card, or the beginning of one, that a test names. */
static void
found_card(void *arg, const unsigned char mac[6], int octets)
{
	struct gathering *g = arg;
	struct foreign_host *host = host_new(g);

	if (host == NULL)
		return;
	host->from = g->from;
	memcpy(host->mac, mac, 6);
	host->octets = octets;
}

static int
by_card(const void *a, const void *b)
{
	const struct foreign_host *x = a, *y = b;
	const int order = memcmp(x->mac, y->mac, 6);

	if (order != 0)
		return order;
	return x->octets != y->octets ? x->octets - y->octets :
	    (x->from > y->from) - (x->from < y->from);
}

static int
by_line(const void *a, const void *b)
{
	const struct foreign_host *x = a, *y = b;

	return x->from != y->from ? (x->from > y->from) - (x->from < y->from) :
	    by_card(a, b);
}

static int
is_reserved(const struct kea *k, const unsigned char mac[6])
{
	if (kea_host_find(k, mac, NULL) != NULL)
		return 1;
	for (size_t i = 0; i < k->subnets; i++)
		if (kea_host_find(k, mac, &k->subnet[i]) != NULL)
			return 1;
	return 0;
}

/* Those of the classes, each once, and not those that have reservations. */
static void
gather_cards(const struct kea *k, struct gathering *g)
{
	size_t kept = 0;

	for (size_t i = 0; i < k->classes; i++) {
		g->from = k->class[i].test_from;
		kea_cards(&k->class[i].test, found_card, g);
	}
	if (g->n > 0)
		qsort(g->host, g->n, sizeof(*g->host), by_card);
	for (size_t i = 0; i < g->n; i++)
		if ((i == 0 || memcmp(g->host[i].mac, g->host[i - 1].mac,
		    6) != 0 || g->host[i].octets != g->host[i - 1].octets) &&
		    (g->host[i].octets < 6 || !is_reserved(k,
		    g->host[i].mac)))
			g->host[kept++] = g->host[i];
	g->n = kept;
}

/* Whether Kea looks at a reservation at all. */
static int
counts(const struct kea *k, const struct kea_host *h)
{
	if (h->subnet != NULL)
		return kea_reserves(k, h->subnet, 1);
	for (size_t i = 0; i < k->subnets; i++)
		if (kea_reserves(k, &k->subnet[i], 0))
			return 1;
	return kea_reserves(k, NULL, 0);
}

static void
gather_hosts(const struct kea *k, struct gathering *g)
{
	struct foreign_host *host;

	for (size_t i = 0; i < k->hosts; i++) {
		if (!counts(k, &k->host[i])) {
			imported_refuse(k->im, k->host[i].scope.from, NULL,
			    "this reservation counts nowhere: "
			    "reservations-global and reservations-in-subnet "
			    "say which do");
			continue;
		}
		if ((host = host_new(g)) == NULL)
			return;
		host->from = k->host[i].scope.from;
		memcpy(host->mac, k->host[i].mac, 6);
		host->octets = 6;
		host->name = k->host[i].scope.name;
		host->ip = k->host[i].ip;
		host->theirs = &k->host[i];
	}
	if (g->n > 0)
		qsort(g->host, g->n, sizeof(*g->host), by_line);
}

static struct foreign_net *
gather_nets(struct kea *k)
{
	struct foreign_net *net = kea_keep(k, k->subnets, sizeof(*net));

	for (size_t i = 0; net != NULL && i < k->subnets; i++) {
		net[i].from = k->subnet[i].scope.from;
		net[i].net = k->subnet[i].net;
		net[i].mask = k->subnet[i].mask;
		net[i].theirs = &k->subnet[i];
	}
	return net;
}

/*
 * Behind a relay only the address of its own subnet is lent to a host; Kea lends
 * those of a shared network, and what is reserved outside of all subnets.
 */
static void
warn_of_others(const struct kea *k)
{
	const struct kea_subnet *s;

	for (size_t i = 0; i < k->hosts; i++) {
		s = k->host[i].subnet;
		if (s == NULL && k->subnets > 1 && k->host[i].ip != NULL)
			imported_warn(k->im, k->host[i].scope.from,
			    k->host[i].ip, "is reserved outside of all subnets: "
			    "Kea lends it in each, here it is lent on its own");
		if (s != NULL && s->network != NULL && k->host[i].ip != NULL)
			imported_warn(k->im, s->network->from,
			    s->network->name == NULL ? "-" : s->network->name,
			    "is a shared network: addresses of its hosts are "
			    "lent on their own subnet only");
	}
}

void
import_kea(struct imported *im, char *text, size_t n)
{
	struct gathering g = { .im = im };
	struct foreign f = { .im = im, .ask = kea_ask };
	struct kea k;

	if (!kea_read(&k, im, text, n))
		mistake_add(&im->mistakes, 1, "is JSON, but has no \"Dhcp4\": "
		    "it is not Kea's configuration of DHCP for IPv4");
	else if (!im->no_memory) {
		gather_cards(&k, &g);
		gather_hosts(&k, &g);
		warn_of_others(&k);
		f.net = gather_nets(&k);
		f.nets = f.net == NULL ? 0 : k.subnets;
		f.host = g.host;
		f.hosts = g.n;
		f.theirs = &k;
		kea_begin_keep(&k);
		if (!im->no_memory)
			foreign_compose(&f, k.line, k.lines);
		kea_begin_forget(&k);
	}
	free(g.host);
	kea_free(&k);
}
