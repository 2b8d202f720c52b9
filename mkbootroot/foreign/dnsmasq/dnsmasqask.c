/*
 * What dnsmasq tells one client.
 */
#include <string.h>

#include "mkbootroot/foreign/dnsmasq/dnsmasqtell.h"

static void
silent(struct told *told, const struct entry *by)
{
	told->is_silent = 1;
	told->silent_from = by->from;
}

/* The dhcp-ignore that a client falls under; NULL: none. */
static const struct entry *
ignored(const struct question *q)
{
	const struct sieve *s = &q->c->ignores.sieve;
	const struct entry *e;

	q->c->im->work += sieve_fill(s, q->who.all);
	for (size_t at = sieve_next(s, 0); at != SIEVE_NONE;
	    at = sieve_next(s, at + 1)) {
		e = q->c->ignores.list.item[at];
		if (who_has(q->c, e, q->who.all, TRUTH_NO))
			return e;
	}
	return NULL;
}

/* Whether an address is of a range's net. */
static int
is_of_net(const struct dnsmasq *c, const struct dnsmasq_range *r,
    uint32_t address)
{
	return r->net == SIZE_MAX ||
	    ((address ^ r->begin) & c->net[r->net].mask) == 0;
}

/*
 * How well a range is for a client, 0: it is not. One with an address of its own
 * is in the pool that has it, else where only such are lent to, else anywhere in
 * the net. Others are in the first pool that asks for their tags, then in any.
 */
static int
range_rank(const struct question *q, const struct dnsmasq_range *r)
{
	const struct dnsmasq_host *h = q->who.host;

	if (r->mode == RANGE_PROXY || !who_reaches(q->who.asker, r) ||
	    !who_has(q->c, r->e, q->who.all, TRUTH_YES))
		return 0;
	if (h == NULL || h->address == 0)
		return r->mode == RANGE_STATIC ? 1 : r->e->tags == 0 ? 2 : 3;
	if (r->mode == RANGE_POOL && h->address >= r->begin &&
	    h->address <= r->end)
		return 3;
	return !is_of_net(q->c, r, h->address) ? 0 :
	    r->mode == RANGE_STATIC ? 2 : 1;
}

/* Chooses the range. 0; -1: there is none, and no answer. */
static int
choose_range(struct question *q)
{
	const struct dnsmasq_range *r, *any = NULL;
	int best = 0, rank;

	for (size_t i = 0; i < q->c->ranges.n; i++) {
		r = q->c->ranges.item[i];
		if (any == NULL && who_reaches(q->who.asker, r))
			any = r;
		if ((rank = range_rank(q, r)) > best) {
			best = rank;
			q->range = r;
		}
	}
	if (any != NULL && (any->mode == RANGE_PROXY || q->range == NULL)) {
		silent(q->told, any->e);
		return -1;
	}
	return 0;
}

/*
 * A range without addresses of its own has dnsmasq silent to who has none either.
 * It may get one from another server, and then is told here what to boot.
 */
static void
mark_static(const struct question *q)
{
	if (q->told->file != NULL && q->range != NULL &&
	    q->range->mode == RANGE_STATIC &&
	    (q->who.host == NULL || q->who.host->address == 0))
		q->range->e->is_told = 1;
}

/* Whether it is told by a proxy, or nothing because of one. */
static int
is_proxied(struct question *q)
{
	const struct dnsmasq_range *r;

	for (size_t i = 0; q->c->is_pxe && q->who.is_pxe &&
	    i < q->c->ranges.n; i++) {
		r = q->c->ranges.item[i];
		if (r->mode != RANGE_PROXY || !who_reaches(q->who.asker, r) ||
		    !who_has(q->c, r->e, q->who.all, TRUTH_YES))
			continue;
		who_in_range(q->c, &q->who, r);
		tell_proxied(q);
		return 1;
	}
	return 0;
}

void
dnsmasq_ask(const struct foreign *f, const struct asker *a, struct told *told)
{
	struct question q = { .c = f->theirs, .told = told };
	const struct entry *ignore;

	memset(told, 0, sizeof(*told));
	who_is(q.c, a, &q.who);
	if ((ignore = ignored(&q)) != NULL) {
		silent(told, ignore);
		return;
	}
	if (is_proxied(&q))
		return;
	if (q.who.host != NULL && q.who.host->is_ignored) {
		silent(told, q.who.host->e);
		return;
	}
	if (choose_range(&q) == -1)
		return;
	tags_copy(&q.c->space->before, q.who.all);
	if (q.range != NULL)
		who_in_range(q.c, &q.who, q.range);
	if (!a->is_system) {
		tell_lent(&q);
		mark_static(&q);
	}
	tell_lending(&q);
}
