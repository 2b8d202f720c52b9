/*
 * A dhcpd.conf(5) as somebody who can be asked: its hosts, its nets, and the
 * cards that its conditions name.
 */
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/dhcpd/dhcpdask.h"
#include "mkbootroot/foreign/dhcpd/dhcpdblock.h"
#include "mkbootroot/foreign/dhcpd/dhcpdcontrol.h"
#include "mkbootroot/foreign/dhcpd/dhcpdexecute.h"
#include "mkbootroot/foreign/dhcpd/dhcpdlink.h"
#include "mkbootroot/foreign/imported.h"

/* Hosts by their cards; a named group goes around its hosts. */
static void
sort_hosts(struct dhcpd *d)
{
	const struct dhcpd_group *g;
	struct dhcpd_host *h;
	size_t n = 0;

	d->sorted = calloc(d->hosts + 1, sizeof(*d->sorted));
	if (d->sorted == NULL) {
		d->im->no_memory = 1;
		return;
	}
	for (h = d->host; h != NULL; h = h->next) {
		h->order = n;
		if (h->has_mac)
			d->sorted[n++] = h;
		if (h->group == NULL)
			continue;
		for (g = d->group; g != NULL; g = g->next)
			if (strcmp(g->name, h->group) == 0)
				break;
		if (g != NULL)
			h->scope.up = g->scope;
		else
			imported_refuse(d->im, h->from, h->group,
			    "is no group of the file");
	}
	d->hosts = n;
	qsort(d->sorted, n, sizeof(*d->sorted), host_order);
}

/* The address that is its own: there is one word for one. */
static const char *
own_address(struct dhcpd *d, const struct dhcpd_host *h)
{
	const struct dhcpd_address *a = h->address;

	if (a == NULL)
		return NULL;
	for (const struct dhcpd_address *more = a->next; more != NULL;
	    more = more->next)
		imported_refuse(d->im, h->from, more->text,
		    "is a second address");
	if (d->subnet != NULL && a->address != 0 &&
	    subnet_with(d, NULL, a->address) == NULL) {
		imported_refuse(d->im, h->from, a->text,
		    "lies in no subnet of the file");
		return NULL;
	}
	link_name_shared(d, h, a->address);
	return imported_keep(d->im, a->text);
}

static int
card_order(const void *a, const void *b)
{
	const struct dhcpd_card *x = *(const struct dhcpd_card *const *)a,
	    *y = *(const struct dhcpd_card *const *)b;
	const int order = memcmp(x->mac, y->mac, 6);

	if (order != 0)
		return order;
	if (x->octets != y->octets)
		return x->octets - y->octets;
	return (x->from > y->from) - (x->from < y->from);
}

static int
line_order(const void *a, const void *b)
{
	const struct foreign_host *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

/* The cards that no host has, each once; how many. */
static size_t
take_cards(struct dhcpd *d, struct foreign_host *host)
{
	const struct dhcpd_host *const *with;
	const struct dhcpd_card **sorted, *card;
	size_t n = 0, kept = 0, i;

	for (card = d->card; card != NULL; card = card->next)
		n++;
	if ((sorted = calloc(n + 1, sizeof(*sorted))) == NULL) {
		d->im->no_memory = 1;
		return 0;
	}
	for (card = d->card, n = 0; card != NULL; card = card->next)
		sorted[n++] = card;
	qsort(sorted, n, sizeof(*sorted), card_order);
	for (i = 0; i < n; i++) {
		card = sorted[i];
		if ((i > 0 && sorted[i - 1]->octets == card->octets &&
		    memcmp(sorted[i - 1]->mac, card->mac, 6) == 0) ||
		    (card->octets == 6 &&
		    hosts_with(d, card->mac, &with) > 0))
			continue;
		host[kept].from = card->from;
		host[kept].octets = card->octets;
		memcpy(host[kept++].mac, card->mac, 6);
	}
	free(sorted);
	qsort(host, kept, sizeof(*host), line_order);
	return kept;
}

/* Hosts in the order of the file, then the cards of conditions. */
static size_t
take_hosts(struct dhcpd *d, struct foreign_host *host)
{
	const struct dhcpd_host *h;
	size_t n = 0;

	for (h = d->host; h != NULL; h = h->next) {
		if (!h->has_mac)
			continue;
		host[n].from = h->from;
		memcpy(host[n].mac, h->mac, 6);
		host[n].octets = 6;
		host[n].name = imported_keep(d->im, h->host_name != NULL ?
		    h->host_name : h->name);
		host[n].ip = own_address(d, h);
		host[n++].theirs = h;
	}
	return n + take_cards(d, host + n);
}

static size_t
take_nets(const struct dhcpd *d, struct foreign_net *net)
{
	const struct dhcpd_subnet *s;
	size_t n = 0;

	for (s = d->subnet; s != NULL; s = s->next)
		net[n++] = (struct foreign_net){ .from = s->from,
		    .net = s->net, .mask = s->mask, .theirs = s };
	return n;
}

static size_t
count(const struct dhcpd *d)
{
	const struct dhcpd_subnet *s;
	const struct dhcpd_card *c;
	size_t n = d->hosts + 1;

	for (s = d->subnet; s != NULL; s = s->next)
		n++;
	for (c = d->card; c != NULL; c = c->next)
		n++;
	return n;
}

static void
compose(struct dhcpd *d)
{
	const size_t n = count(d);
	const struct theirs theirs = { d };
	struct foreign_host *host;
	struct foreign_net *net;
	struct foreign f = { .im = d->im, .ask = dhcpd_ask,
	    .theirs = &theirs };

	sort_hosts(d);
	classes_sort(d);
	links_name(d);
	host = calloc(n, sizeof(*host));
	net = calloc(n, sizeof(*net));
	if (host == NULL || net == NULL)
		d->im->no_memory = 1;
	if (!d->im->no_memory) {
		f.host = host;
		f.hosts = take_hosts(d, host);
		f.net = net;
		f.nets = take_nets(d, net);
		foreign_compose(&f, d->file, d->files);
	}
	free(host);
	free(net);
}

void
import_dhcpd(struct imported *im, char *text, size_t n)
{
	struct dhcpd d = { .im = im };

	d.subnet_end = &d.subnet;
	d.host_end = &d.host;
	d.card_end = &d.card;
	scope_begin(&d.global, NULL);
	if (strlen(text) != n)
		imported_refuse(im, 1, "NUL", "ends the file");
	blocks_take(&d, text);
	if (!im->no_memory)
		compose(&d);
	tree_free(&d);
}
