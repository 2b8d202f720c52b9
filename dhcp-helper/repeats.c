/*
 * A table with one place for each question, by a sum of it. Another question with the
 * same sum takes the place.
 */
#include <string.h>

#include "dhcp-helper/repeats.h"

static size_t
place_of(const struct repeat *q)
{
	unsigned sum = q->type;
	size_t i;

	for (i = 0; i < sizeof(q->card); i++)
		sum = sum * 33 + q->card[i];
	for (i = 0; i < sizeof(q->xid); i++)
		sum = sum * 33 + q->xid[i];
	return sum % REPEATS_MAX;
}

static int
is_same(const struct repeat *a, const struct repeat *b)
{
	return a->last_ms != 0 && a->type == b->type &&
	    memcmp(a->xid, b->xid, sizeof(a->xid)) == 0 &&
	    memcmp(a->card, b->card, sizeof(a->card)) == 0;
}

unsigned
repeats_note(struct repeats *r, const struct message *m, long long now_ms)
{
	struct repeat q = { .last_ms = now_ms, .type = m->type };
	struct repeat *at;

	(void)message_card(m, q.card);
	memcpy(q.xid, m->xid, sizeof(q.xid));
	at = &r->at[place_of(&q)];
	if (!is_same(at, &q) || now_ms - at->last_ms > REPEATS_MS)
		*at = q;
	else if (now_ms - at->last_ms >= REPEATS_APART_MS) {
		at->times++;
		at->last_ms = now_ms;
	}
	return at->times;
}
