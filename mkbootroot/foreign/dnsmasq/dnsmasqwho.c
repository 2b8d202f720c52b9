/*
 * What a DISCOVER says, against dhcp-mac, dhcp-match, the classes and dhcp-host,
 * in the order in which rfc2131.c goes through them.
 */
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/dnsmasq/dnsmasqsent.h"
#include "mkbootroot/foreign/dnsmasq/dnsmasqwho.h"

int
who_has(const struct dnsmasq *c, const struct entry *e, const struct tags *t,
    enum truth without)
{
	const enum truth truth = tags_asked(e, t, without);

	c->im->work += 1 + e->tags;
	for (size_t i = 0; truth == TRUTH_UNKNOWN && i < e->tags; i++)
		if (tag_asked(&e->asked[i], t) == TRUTH_UNKNOWN)
			imported_refuse(c->im, e->from, e->tag[i],
			    "is a tag that is not known here: it is taken as "
			    "not matching");
	return truth == TRUTH_YES;
}

int
who_reaches(const struct asker *a, const struct dnsmasq_range *r)
{
	return a->net == NULL || r->net == SIZE_MAX ||
	    ((r->begin & a->net->mask) == a->net->net &&
	    (r->end & a->net->mask) == a->net->net);
}

/* Whether a dhcp-host is for this link: its address is of one of the ranges. */
static int
is_on_link(const struct dnsmasq *c, const struct asker *a,
    const struct dnsmasq_host *h)
{
	const struct dnsmasq_range *r;
	int is_unknown = 1;

	if (h->address == 0)
		return !h->has_ipv6;
	for (size_t i = 0; i < c->ranges.n; i++) {
		r = c->ranges.item[i];
		if (!who_reaches(a, r))
			continue;
		if (r->net == SIZE_MAX)
			return 1;	/* no other net is known */
		is_unknown = 0;
		if (((h->address ^ r->begin) & c->net[r->net].mask) == 0)
			return 1;
	}
	return is_unknown;
}

/* A dhcp-host, and how well it is known by its card. */
struct found {
	const struct dnsmasq_host *host;
	int known;
	size_t at;
};

/* Of patterns of so many octets; CARD_ODD: of those with stars among them. */
static void
look_among(const struct dnsmasq *c, const struct who *w, int known, int on_link,
    enum truth without, struct found *found)
{
	const struct foreign_host *who = w->asker->host;
	const struct dnsmasq_host *h;
	const struct card_at *at;
	size_t n;
	int octets;

	at = cards_find(&c->host_cards, known, who == NULL ? NULL : who->mac,
	    &n);
	c->im->work += n;
	for (size_t i = 0; i < n; i++) {
		octets = known == CARD_ODD ? at[i].card->known : known;
		h = c->hosts.item[at[i].at];
		if (octets < found->known || (octets == found->known &&
		    at[i].at <= found->at) || (known == CARD_ODD &&
		    card_is_of(at[i].card, who) != TRUTH_YES) ||
		    (on_link && !is_on_link(c, w->asker, h)) ||
		    !who_has(c, h->e, w->all, without))
			continue;
		*found = (struct found){ h, octets, at[i].at };
		if (known != CARD_ODD)
			return;
	}
}

/*
 * The dhcp-host: with the whole address, else with the fewest stars; the last one
 * of several. with_tags: of those that ask for tags only, which dnsmasq looks
 * through first.
 */
static const struct dnsmasq_host *
host_among(const struct dnsmasq *c, const struct who *w, int on_link,
    int with_tags)
{
	const enum truth without = with_tags ? TRUTH_NO : TRUTH_YES;
	const struct foreign_host *who = w->asker->host;
	struct found found = { NULL, -1, 0 };

	for (int known = who == NULL ? 0 : who->octets; known >= 0 &&
	    found.host == NULL; known--)
		look_among(c, w, known, on_link, without, &found);
	look_among(c, w, CARD_ODD, on_link, without, &found);
	return found.host;
}

static const struct dnsmasq_host *
host_of(const struct dnsmasq *c, const struct who *w, int on_link)
{
	const struct dnsmasq_host *h = host_among(c, w, on_link, 1);

	return h != NULL ? h : host_among(c, w, on_link, 0);
}

/* All tags, from the client's own anew. Each tag-if is run once, in their order. */
static void
run_rules(const struct dnsmasq *c, struct who *w)
{
	const struct sieve *s = &c->rules.sieve;
	const struct entry *e;
	enum truth all;

	tags_copy(w->all, w->own);
	c->im->work += sieve_fill(s, w->all);
	for (size_t at = sieve_next(s, 0); at != SIEVE_NONE;
	    at = sieve_next(s, at + 1)) {
		e = c->rules.list.item[at];
		all = tags_asked(e, w->all, TRUTH_YES);
		c->im->work += 1 + e->tags + e->sets;
		for (size_t i = 0; i < e->sets; i++)
			if (tags_add(w->all, e->given[i], all))
				sieve_add(s, e->given[i], at + 1);
	}
}

void
who_is(const struct dnsmasq *c, const struct asker *a, struct who *w)
{
	const char *pxe;
	int is_more = 0;

	w->asker = a;
	w->own = &c->space->own;
	w->all = &c->space->all;
	tags_clear(w->own);
	snprintf(w->vendor, sizeof(w->vendor), "%sClient:Arch:%05u:UNDI:??????",
	    a->is_http ? "HTTP" : "PXE", a->arch % 65536);
	w->is_pxe = 0;
	for (size_t i = 0; i < c->pxe_vendors.n && !w->is_pxe &&
	    !a->is_system; i++) {
		pxe = c->pxe_vendors.item[i];
		w->is_pxe = strncmp(w->vendor, pxe, strlen(pxe)) == 0;
		w->pxe_vendor = pxe;
	}
	sent_tags(c, w);
	run_rules(c, w);
	w->host = host_of(c, w, 1);
	if (w->host != NULL)
		is_more |= tags_add(w->own, c->known, TRUTH_YES);
	else if (host_of(c, w, 0) != NULL)
		is_more |= tags_add(w->own, c->known_othernet, TRUTH_YES);
	for (size_t i = 0; w->host != NULL && i < w->host->e->sets; i++)
		is_more |= tags_add(w->own, w->host->e->given[i], TRUTH_YES);
	if (is_more)
		run_rules(c, w);
}

void
who_in_range(const struct dnsmasq *c, struct who *w,
    const struct dnsmasq_range *r)
{
	if (r->e->sets > 0 && tags_add(w->own, r->e->given[0], TRUTH_YES))
		run_rules(c, w);
}
