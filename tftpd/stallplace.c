/*
 * Finding and giving places: few, so one after the other.
 */
#include <string.h>

#include "tftpd/stallplace.h"

static int
is_aged(const struct stall_place *p, long long now_ms)
{
	return now_ms - p->touched_ms > STALL_AGE_MS;
}

static int
is_of(const struct stall_place *p, const struct stall_client *c)
{
	return p->has_mac && c->mac != NULL ?
	    memcmp(p->mac, c->mac, sizeof(p->mac)) == 0 :
	    address_equal(&p->address, c->address, 0);
}

struct stall_place *
stallplace_find(struct stall_places *s, const struct stall_client *c,
    long long now_ms)
{
	for (size_t i = 0; i < s->high; i++) {
		struct stall_place *p = &s->place[i];

		if (!is_aged(p, now_ms) && is_of(p, c))
			return p;
	}
	return NULL;
}

/* Whether b is the better one to forget. */
static int
is_older(const struct stall_place *a, const struct stall_place *b)
{
	return a->is_own != b->is_own ? a->is_own :
	    b->touched_ms < a->touched_ms;
}

struct stall_place *
stallplace_take(struct stall_places *s, const struct stall_client *c,
    long long now_ms)
{
	struct stall_place *p = NULL;

	for (size_t i = 0; i < s->high; i++) {
		struct stall_place *q = &s->place[i];

		if (is_aged(q, now_ms)) {
			p = q;
			break;
		}
		if (p == NULL || is_older(p, q))
			p = q;
	}
	if (s->high < STALL_MAX && (p == NULL || !is_aged(p, now_ms)))
		p = &s->place[s->high++];
	else if (!is_aged(p, now_ms) && p->is_own && !c->is_own)
		return NULL;
	memset(p, 0, sizeof(*p));
	p->state = STALL_QUIET;
	p->sized_ms = p->due_ms = STALL_NEVER;
	return p;
}

void
stallplace_touch(struct stall_place *p, const struct stall_client *c,
    long long now_ms)
{
	p->address = *c->address;
	p->is_own = c->is_own;
	p->touched_ms = now_ms;
	if (c->mac == NULL)
		return;
	memcpy(p->mac, c->mac, sizeof(p->mac));
	p->has_mac = 1;
}
