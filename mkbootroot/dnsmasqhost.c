/*
 * The lines: of hosts, of prefixes of MAC addresses, of the nets of ranges.
 */
#include "dnsmasqhost.h"

#include <arpa/inet.h>
#include <string.h>

#include "hardware.h"
#include "mapvalue.h"

static int
is_address(const char *s)
{
	struct in_addr a;

	return inet_pton(AF_INET, s, &a) == 1;
}

/* "12h", "3600", "infinite": no name looks so. */
static int
is_time(const char *s)
{
	const size_t digits = strspn(s, "0123456789");

	return strcmp(s, "infinite") == 0 || (digits > 0 &&
	    (s[digits] == '\0' || (strchr("smhdw", s[digits]) != NULL &&
	    s[digits + 1] == '\0')));
}

/* The net of a range. 0; -1: it has no netmask. */
static int
net_of(const struct entry *e, uint32_t *net, uint32_t *mask)
{
	struct in_addr a, m;

	for (size_t i = e->at + 1; i < e->n; i++)
		if (text_behind(e->piece[i], "255.") != NULL &&
		    inet_pton(AF_INET, e->piece[i], &m) == 1 &&
		    inet_pton(AF_INET, e->piece[e->at], &a) == 1) {
			*mask = ntohl(m.s_addr);
			*net = ntohl(a.s_addr) & *mask;
			return 0;
		}
	return -1;
}

/* The tags that an address has by the ranges of its net. */
static void
range_tags(const struct dnsmasq *c, const char *ip, struct tags *t)
{
	const struct entry *e;
	uint32_t net, mask;
	struct in_addr a;

	for (size_t i = 0; i < c->ranges.n; i++) {
		e = &c->ranges.list[i];
		if (net_of(e, &net, &mask) == -1 ||
		    inet_pton(AF_INET, ip, &a) != 1 ||
		    (ntohl(a.s_addr) & mask) != net)
			continue;
		for (size_t j = 0; j < e->at; j++)
			if (entry_set(e->piece[j]) != NULL)
				tags_add(t, entry_set(e->piece[j]));
	}
}

static void
take_range(struct dnsmasq *c, const struct entry *e)
{
	struct words w = { .files = 0 };
	struct tags t = c->all;
	uint32_t net, mask;

	if (e->at >= e->n)
		return;
	if (net_of(e, &net, &mask) == -1) {
		imported_refuse(c->im, e->from, e->piece[e->at],
		    strchr(e->piece[e->at], ':') != NULL ? "is of IPv6" :
		    "needs a netmask to be a net");
		return;
	}
	if (e->n - e->at > 1 && is_address(e->piece[e->at + 1]))
		imported_refuse(c->im, e->from, "dhcp-range",
		    "stays with a DHCP server: only ip= is lent");
	for (size_t i = 0; i < e->at; i++)
		if (entry_set(e->piece[i]) != NULL)
			tags_add(&t, entry_set(e->piece[i]));
	if (is_time(e->piece[e->n - 1]))
		words_lease(c->im, e->from, &w, e->piece[e->n - 1]);
	dnsmasq_lending(c, &w, &t);
	imported_net(c->im, e->from, net, mask, &w);
}

/*
 * The octets of a MAC address whose last ones are stars; -1: it is none. It
 * is written as in clients(5).
 */
static int
prefix_of(const char *s, unsigned char octets[5], char who[IMPORTED_WHO_SIZE])
{
	char text[IMPORTED_WHO_SIZE];
	const size_t n = strcspn(s, "*");
	size_t at = 0;
	int count;

	if (s[n] == '\0' || strspn(s + n, "*:-") != strlen(s + n) || n >
	    sizeof(text) - 2)
		return -1;
	snprintf(text, sizeof(text), "%.*s*", (int)n, s);
	if ((count = value_prefix(text, octets)) == -1)
		return -1;
	for (int i = 0; i < count; i++)
		at += (size_t)snprintf(who + at, IMPORTED_WHO_SIZE - at,
		    "%02x:", octets[i]);
	snprintf(who + at, IMPORTED_WHO_SIZE - at, "*");
	return count;
}

/* Whether a MAC address is one of a pattern of dhcp-mac. */
static int
is_of_pattern(const unsigned char mac[6], const char *pattern)
{
	unsigned char octets[6];
	char who[IMPORTED_WHO_SIZE];
	int n;

	if (value_mac(pattern, octets) == 0)
		return memcmp(mac, octets, 6) == 0;
	return (n = prefix_of(pattern, octets, who)) != -1 &&
	    memcmp(mac, octets, (size_t)n) == 0;
}

static void
mac_tags(const struct dnsmasq *c, const unsigned char mac[6], struct tags *t)
{
	const struct entry *e;

	for (size_t i = 0; i < c->sets.n; i++) {
		e = &c->sets.list[i];
		if (e->n > 1 && entry_set(e->piece[0]) != NULL &&
		    is_of_pattern(mac, e->piece[1]))
			tags_add(t, entry_set(e->piece[0]));
	}
}

/* What the pieces of a dhcp-host say. */
struct host {
	const char *name, *ip, *time;
	const char *mac[PIECES_MAX];
	size_t macs;
	int ignore;
	struct tags tags;
	struct words words;
};

static void
take_piece(struct dnsmasq *c, const struct entry *e, const char *piece,
    struct host *h)
{
	unsigned char mac[6];
	char who[IMPORTED_WHO_SIZE];

	if (piece[0] == '\0')
		return;
	if (entry_set(piece) != NULL)
		tags_add(&h->tags, entry_set(piece));
	else if (value_mac(piece, mac) == 0 ||
	    prefix_of(piece, mac, who) != -1)
		h->mac[h->macs++] = piece;
	else if (is_address(piece))
		h->ip = piece;
	else if (strcmp(piece, "ignore") == 0)
		h->ignore = 1;
	else if (is_time(piece))
		h->time = piece;
	else if (strpbrk(piece, ":*[") != NULL)
		imported_refuse(c->im, e->from, piece, text_behind(piece, "id:") !=
		    NULL ? "is a client id: write its MAC address" :
		    "is no MAC address");
	else
		h->name = piece;
}

/*
 * A host that is told no boot file, where others are: default's is not for it.
 */
static void
boot_nothing(struct dnsmasq *c, const struct entry *e, struct words *w,
    const char *ip)
{
	if (w->ignore || w->files > 0 || w->ipxe != NULL ||
	    (c->im->others.files == 0 && c->im->others.ipxe == NULL))
		return;
	w->ignore = 1;
	if (ip != NULL)
		imported_refuse(c->im, e->from, ip, "is of a client that boots "
		    "nothing: it is ignored, and lent no address");
}

/* The line of one card: the address is that of the first. */
static void
write_card(struct dnsmasq *c, const struct entry *e, const struct host *h,
    size_t card)
{
	struct words w = h->words;
	struct tags t = h->tags;
	unsigned char mac[6];
	char who[IMPORTED_WHO_SIZE];

	if (value_mac(h->mac[card], mac) == 0) {
		mac_tags(c, mac, &t);
		dnsmasq_words(c, &w, &t);
		boot_nothing(c, e, &w, h->ip);
		imported_client(c->im, e->from, mac, h->name,
		    card == 0 ? h->ip : NULL, &w);
	} else if (prefix_of(h->mac[card], mac, who) != -1) {
		dnsmasq_words(c, &w, &t);
		boot_nothing(c, e, &w, NULL);
		imported_prefix(c->im, e->from, who, &w);
		if (h->name != NULL || h->ip != NULL)
			imported_refuse(c->im, e->from, h->mac[card],
			    "is of several clients: no name, no address");
	}
}

static void
take_host(struct dnsmasq *c, const struct entry *e)
{
	struct host h = { .tags = c->all };
	const size_t refused = c->im->mistakes.n;

	tags_add(&h.tags, "known");
	for (size_t i = 0; i < e->n; i++)
		take_piece(c, e, e->piece[i], &h);
	if (h.ip != NULL)
		range_tags(c, h.ip, &h.tags);
	if (h.time != NULL)
		words_lease(c->im, e->from, &h.words, h.time);
	h.words.ignore = h.ignore;
	for (size_t i = 0; i < h.macs; i++)
		write_card(c, e, &h, i);
	if (h.macs == 0 && c->im->mistakes.n == refused)
		imported_refuse(c->im, e->from, e->piece[0],
		    "has no MAC address");
	else if (h.macs > 1 && h.ip != NULL)
		mistake_warn(&c->im->mistakes, e->from, "%s goes to the first "
		    "of %zu cards only", h.ip, h.macs);
}

/* dhcp-mac for several cards: with the tags of all that are for them. */
static void
take_prefix(struct dnsmasq *c, const struct entry *e)
{
	struct tags t = c->all;
	struct words w = { .files = 0 };
	unsigned char octets[5], of_other[5];
	char who[IMPORTED_WHO_SIZE], whom[IMPORTED_WHO_SIZE];
	const struct entry *other;
	int n, m;

	if (e->n < 2 || (n = prefix_of(e->piece[1], octets, who)) == -1)
		return;
	for (size_t i = 0; i < c->sets.n; i++) {
		other = &c->sets.list[i];
		if (other->n < 2 || entry_set(other->piece[0]) == NULL ||
		    (m = prefix_of(other->piece[1], of_other, whom)) == -1 ||
		    m > n || memcmp(octets, of_other, (size_t)m) != 0)
			continue;
		if (other < e && m == n)
			return;		/* is written already */
		tags_add(&t, entry_set(other->piece[0]));
	}
	dnsmasq_words(c, &w, &t);
	imported_prefix(c->im, e->from, who, &w);
}

void
dnsmasq_write(struct dnsmasq *c)
{
	size_t i;

	for (i = 0; i < c->ranges.n; i++)
		take_range(c, &c->ranges.list[i]);
	dnsmasq_words(c, &c->im->others, &c->all);
	for (i = 0; i < c->sets.n; i++)
		take_prefix(c, &c->sets.list[i]);
	for (i = 0; i < c->hosts.n; i++)
		take_host(c, &c->hosts.list[i]);
}
