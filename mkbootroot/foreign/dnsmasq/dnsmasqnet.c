/*
 * The nets of the ranges, and the cards of the file, each once.
 */
#include <bsd/stdlib.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/dnsmasq/dnsmasq.h"

/* The net that holds a range; SIZE_MAX: none does. */
static size_t
net_of(const struct dnsmasq *c, const struct dnsmasq_range *r)
{
	for (size_t i = 0; i < c->nets_n; i++)
		if ((r->begin & c->net[i].mask) == c->net[i].net &&
		    (r->end & c->net[i].mask) == c->net[i].net &&
		    (r->mask == 0 || r->mask == c->net[i].mask))
			return i;
	return SIZE_MAX;
}

static void
net_add(struct dnsmasq *c, struct dnsmasq_range *r, uint32_t mask)
{
	const size_t size = c->nets_n + 1;
	struct foreign_net *net;

	if ((r->net = net_of(c, r)) != SIZE_MAX)
		return;
	if ((net = reallocarray(c->net, size, sizeof(*net))) == NULL) {
		c->im->no_memory = 1;
		return;
	}
	c->net = net;
	r->net = c->nets_n++;
	c->net[r->net] = (struct foreign_net){ .from = r->e->from,
	    .net = r->begin & mask, .mask = mask };
}

/* The mask that a range has where its interface, which knows, is not here. */
static uint32_t
mask_like(const struct dnsmasq_range *r)
{
	uint32_t mask = UINT32_C(0xffffff00);

	while (((r->begin ^ r->end) & mask) != 0)
		mask <<= 1;
	return mask;
}

void
dnsmasq_nets(struct dnsmasq *c)
{
	struct dnsmasq_range *r, *first = NULL;
	int is_one = 1;

	for (size_t i = 0; i < c->ranges.n; i++) {
		r = c->ranges.item[i];
		if (r->mask != 0)
			net_add(c, r, r->mask);
	}
	for (size_t i = 0; i < c->ranges.n; i++) {
		r = c->ranges.item[i];
		if (r->mask != 0 || (r->net = net_of(c, r)) != SIZE_MAX)
			continue;
		if (first == NULL)
			first = r;
		is_one = is_one && ((r->begin ^ first->begin) &
		    mask_like(first)) == 0;
	}
	/* The only net needs no mask of its own: its interface has one. */
	if (first == NULL || (is_one && c->nets_n == 0))
		return;
	for (size_t i = 0; i < c->ranges.n; i++) {
		r = c->ranges.item[i];
		if (r->net != SIZE_MAX)
			continue;
		imported_refuse(c->im, r->e->from, r->e->piece[r->e->at].text,
		    "has no netmask: 255.255.255.0 is assumed, or a shorter "
		    "one that holds the range");
		net_add(c, r, mask_like(r));
	}
}

/*
 * Whether a range lends on the net of an address. A file without ranges is one of
 * hosts, whose ranges are in another.
 */
static int
is_lent(const struct dnsmasq *c, uint32_t address)
{
	const struct dnsmasq_range *r;

	for (size_t i = 0; i < c->ranges.n; i++) {
		r = c->ranges.item[i];
		if (r->mode != RANGE_PROXY && (r->net == SIZE_MAX ||
		    ((address ^ c->net[r->net].net) & c->net[r->net].mask) == 0))
			return 1;
	}
	return c->ranges.n == 0;
}

/* The address of a card, if it is lent to it at all. */
static const char *
lent_address(struct dnsmasq *c, const struct dnsmasq_host *h)
{
	if (h->ip == NULL)
		return NULL;
	if (!is_lent(c, h->address)) {
		imported_refuse(c->im, h->e->from, h->ip, "is lent by no "
		    "range, nor by a proxy: it is left out");
		return NULL;
	}
	if (h->e->tags > 0)
		imported_warn(c->im, h->e->from, h->ip, "was lent to this card "
		    "only with the tag, and is lent to it always here");
	return h->ip;
}

static void
host_add(struct dnsmasq *c, const struct entry *e, const struct card *card,
    const struct dnsmasq_host *h, int is_first)
{
	const size_t size = c->hosts_size + c->hosts_size / 2 + 64;
	const int octets = card_octets(card);
	struct foreign_host *host;

	if (octets < 1)
		return;		/* of all, or named */
	if (c->hosts_n == c->hosts_size) {
		if ((host = reallocarray(c->host, size,
		    sizeof(*host))) == NULL) {
			c->im->no_memory = 1;
			return;
		}
		c->host = host;
		c->hosts_size = size;
	}
	host = &c->host[c->hosts_n++];
	*host = (struct foreign_host){ .from = e->from, .octets = octets,
	    .theirs = h };
	memcpy(host->mac, card->mac, 6);
	if (octets == 6 && h != NULL) {
		host->name = h->name;
		host->ip = is_first ? lent_address(c, h) : NULL;
		host->beside = is_first ? NULL : h->ip;
	} else if (h != NULL && (h->name != NULL || h->ip != NULL))
		imported_refuse(c->im, e->from, h->name != NULL ? h->name :
		    h->ip, "is of several clients: no name, no address");
}

/* By card; of one card the dhcp-host that dnsmasq takes, the last, is first. */
static int
by_card(const void *a, const void *b)
{
	const struct foreign_host *x = *(struct foreign_host *const *)a,
	    *y = *(struct foreign_host *const *)b;
	int order = memcmp(x->mac, y->mac, 6);

	if (order == 0)
		order = (x->octets > y->octets) - (x->octets < y->octets);
	if (order == 0)
		order = (x->theirs == NULL) - (y->theirs == NULL);
	return order != 0 ? order : (x < y) - (x > y);
}

/* Leaves each card once. */
static void
leave_seconds(struct dnsmasq *c)
{
	struct foreign_host **sorted = calloc(c->hosts_n + 1, sizeof(*sorted)),
	    *first, *host;
	size_t n = 0;

	if (sorted == NULL) {
		c->im->no_memory = 1;
		return;
	}
	for (size_t i = 0; i < c->hosts_n; i++)
		sorted[i] = &c->host[i];
	qsort(sorted, c->hosts_n, sizeof(*sorted), by_card);
	for (size_t i = 1, at = 0; i < c->hosts_n; i++) {
		first = sorted[at];
		host = sorted[i];
		if (memcmp(first->mac, host->mac, 6) != 0 ||
		    first->octets != host->octets) {
			at = i;
			continue;
		}
		if (host->ip != NULL)
			imported_refuse(c->im, host->from, host->ip,
			    "is of a client that has another line");
		host->octets = 0;
	}
	for (size_t i = 0; i < c->hosts_n; i++)
		if (c->host[i].octets != 0)
			c->host[n++] = c->host[i];
	c->hosts_n = n;
	free(sorted);
}

void
dnsmasq_cards(struct dnsmasq *c)
{
	const struct dnsmasq_host *h;
	const struct dnsmasq_mac *mac;

	for (size_t i = 0; i < c->hosts.n; i++) {
		h = c->hosts.item[i];
		for (size_t j = 0; j < h->cards; j++)
			host_add(c, h->e, &h->card[j], h, j == 0);
		if (h->cards > 1 && h->ip != NULL)
			mistake_warn(&c->im->mistakes, h->e->from, "%s goes "
			    "to the first of %zu cards only", h->ip, h->cards);
	}
	for (size_t i = 0; i < c->macs.n; i++) {
		mac = c->macs.item[i];
		host_add(c, mac->e, &mac->card, NULL, 0);
	}
	leave_seconds(c);
}
