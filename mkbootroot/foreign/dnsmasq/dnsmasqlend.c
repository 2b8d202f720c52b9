/*
 * Values that say who is lent which address: dhcp-range and dhcp-host.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/dnsmasq/dnsmasq.h"

/* dnsmasq lends for no shorter time. */
#define LEASE_LEAST 120

/*
 * Seconds of "12h", "3600", "infinite"; 0: it is no time. Of a host a blank may
 * stand among the digits, of a range not.
 */
static unsigned
time_of(const char *s)
{
	static const struct { char unit; unsigned seconds; } units[] = {
		{ 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 },
		{ 'w', 604800 }
	};
	const size_t digits = strspn(s, "0123456789");
	unsigned long long n = digits > 0 ? strtoull(s, NULL, 10) : 0;
	const char unit = (char)tolower((unsigned char)s[digits]);

	if (strcmp(s, "infinite") == 0)
		return UINT32_MAX;
	if (digits == 0 || (unit != '\0' && s[digits + 1] != '\0'))
		return 0;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]) && unit != '\0';
	    i++)
		if (units[i].unit == unit) {
			n *= units[i].seconds;
			break;
		} else if (i + 1 == sizeof(units) / sizeof(units[0]))
			return 0;
	return n < LEASE_LEAST ? LEASE_LEAST :
	    n < UINT32_MAX ? (unsigned)n : UINT32_MAX;
}

static int
address_of(const struct piece *p, uint32_t *address)
{
	struct in_addr a;

	if (inet_pton(AF_INET, p->text, &a) != 1 ||
	    p->bare != strlen(p->text))
		return -1;
	*address = ntohl(a.s_addr);
	return 0;
}

/* The tag that a range gives, and those that it asks for. NULL; or a reason. */
static const char *
range_tags(struct entry *e)
{
	const char *tag;

	for (; e->at + 1 < e->n; e->at++) {
		const struct piece *p = &e->piece[e->at];

		if (p->text[strspn(p->text, " .:abcdefABCDEF0123456789")] ==
		    '\0' && p->bare == strlen(p->text))
			return NULL;
		if ((tag = piece_behind(p, "tag:")) != NULL ||
		    (tag = piece_behind(p, "net:")) != NULL) {
			if (tag[0] != '\0')
				e->tag[e->tags++] = tag;
		} else if (e->sets == 1)
			return "gives two tags";
		else
			e->set[e->sets++] = dnsmasq_set(p);
	}
	return NULL;
}

/* The pieces of an IPv4 range, first its begin. NULL; or a reason. */
static const char *
range_read(struct dnsmasq_range *r, const struct piece *p, size_t n)
{
	uint32_t swap;
	size_t at = 2;

	r->end = r->begin;
	if (strcmp(p[1].text, "static") == 0)
		r->mode = RANGE_STATIC;
	else if (strcmp(p[1].text, "proxy") == 0)
		r->mode = RANGE_PROXY;
	else if (address_of(&p[1], &r->end) == -1)
		return "has no end";
	if (r->begin > r->end) {
		swap = r->begin;
		r->begin = r->end;
		r->end = swap;
	}
	if (at < n && address_of(&p[at], &r->mask) == 0) {
		if (((r->begin ^ r->end) & r->mask) != 0)
			return "is of two nets";
		at++;
		if (at < n && strchr(p[at].text, '.') != NULL)
			at++;	/* the address of broadcasts */
	}
	if (at + 1 < n || (at < n && (r->lease_s = time_of(p[at].text)) == 0))
		return "has a word too many";
	return NULL;
}

const char *
dnsmasq_take_range(struct dnsmasq *c, struct entry *e)
{
	const char *reason = range_tags(e);
	struct dnsmasq_range *r;
	struct in6_addr v6;

	if (reason != NULL)
		return reason;
	if (e->n - e->at < 2)
		return "has no end";
	if (inet_pton(AF_INET6, e->piece[e->at].text, &v6) == 1)
		return "is of IPv6";
	if ((r = calloc(1, sizeof(*r))) == NULL) {
		c->im->no_memory = 1;
		return NULL;
	}
	r->e = e;
	r->net = SIZE_MAX;
	reason = address_of(&e->piece[e->at], &r->begin) == -1 ?
	    "does not begin with an address" :
	    range_read(r, e->piece + e->at, e->n - e->at);
	if (reason != NULL || list_add(c, &c->ranges, r) == -1) {
		free(r);
		return reason;
	}
	if (e->sets > 0 && tagnames_add(&c->tagnames, e->set[0], 1) == -1)
		c->im->no_memory = 1;
	return r->mode == RANGE_POOL ?
	    "stays with a DHCP server: only ip= is lent" : NULL;
}

/* A piece with a colon. NULL; or a reason. */
static const char *
host_colon(struct dnsmasq *c, struct dnsmasq_host *h, struct entry *e,
    const struct piece *p)
{
	const char *tag;
	int code;

	if (strncasecmp(p->text, "id:", 3) == 0) {
		if (p->text[3] == '*')
			return NULL;	/* others are ignored then: so do we */
		h->has_id = 1;
		return NULL;
	}
	if ((tag = piece_behind(p, "set:")) != NULL ||
	    (tag = piece_behind(p, "net:")) != NULL) {
		e->set[e->sets++] = tag;
		if (tagnames_add(&c->tagnames, tag, 1) == -1)
			c->im->no_memory = 1;
	} else if ((tag = piece_behind(p, "tag:")) != NULL) {
		e->tag[e->tags++] = tag;
	} else if (p->text[0] == '[') {
		h->has_ipv6 = 1;
	} else if ((code = card_read(&h->card[h->cards], p->text)) == 0) {
		h->cards++;
	} else
		return code == 1 ? "is of no Ethernet card" :
		    "is no MAC address";
	return NULL;
}

static const char *
host_piece(struct dnsmasq *c, struct dnsmasq_host *h, struct entry *e,
    const struct piece *p)
{
	const char *colon = strchr(p->text, ':');

	if (colon != NULL && (size_t)(colon - p->text) < p->bare)
		return host_colon(c, h, e, p);
	if (p->text[0] == '\0')
		return NULL;
	if (address_of(p, &h->address) == 0)
		h->ip = p->text;
	else if (strcmp(p->text, "ignore") == 0)
		h->is_ignored = 1;
	else if (time_of(p->text) != 0)
		h->lease_s = time_of(p->text);
	else
		h->name = p->text;
	return NULL;
}

const char *
dnsmasq_take_host(struct dnsmasq *c, struct entry *e)
{
	struct dnsmasq_host *h = calloc(1, sizeof(*h));
	const char *reason = NULL;

	if (h == NULL || list_add(c, &c->hosts, h) == -1) {
		c->im->no_memory = 1;
		free(h);
		return NULL;
	}
	h->e = e;
	if ((h->card = calloc(e->n, sizeof(*h->card))) == NULL) {
		c->im->no_memory = 1;
		return NULL;
	}
	for (size_t i = 0; i < e->n && reason == NULL; i++)
		if ((reason = host_piece(c, h, e, &e->piece[i])) != NULL)
			e->at = i;
	if (reason == NULL && h->cards == 0)
		return h->has_id ? "is a client id: write its MAC address" :
		    "has no MAC address";
	for (size_t i = 0; i < h->cards && reason == NULL; i++)
		if (card_octets(&h->card[i]) == -1)
			reason = "has a star in front of an octet, which no "
			    "prefix has";
	return reason;
}
