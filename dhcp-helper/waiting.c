/*
 * A list of short places, which are searched, and the long questions that they are
 * for. Places behind the n-th keep the questions that are free.
 */
#include <limits.h>
#include <string.h>

#include "dhcp-helper/waiting.h"

/* The place of a client on a link; n: it has none. */
static size_t
find(const struct waitings *w, const unsigned char card[MESSAGE_CARD_MAX],
    unsigned link, int is_far)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		if (w->place[i].link == link && w->place[i].is_far == is_far &&
		    memcmp(w->place[i].card, card, MESSAGE_CARD_MAX) == 0)
			break;
	return i;
}

/* The place that is due first; n: there is none. */
static size_t
find_first(const struct waitings *w)
{
	size_t i, first = 0;

	for (i = 1; i < w->n; i++)
		if (w->place[i].due_ms < w->place[first].due_ms)
			first = i;
	return first;
}

static void
take_out(struct waitings *w, size_t i, struct waiting *q)
{
	const struct waiting_place free_place = w->place[i];

	*q = w->question[free_place.at];
	q->due_ms = free_place.due_ms;
	q->datagram.bytes = q->bytes;
	w->place[i] = w->place[--w->n];
	w->place[w->n] = free_place;
}

enum waiting_added
waiting_add(struct waitings *w, const struct waiting *q)
{
	const size_t i = find(w, q->card, q->link, q->is_far);
	struct waiting_place *p = &w->place[i];

	if (i < w->n) {
		if (q->due_ms < p->due_ms)
			p->due_ms = q->due_ms;
		return WAITING_SOONER;
	}
	if (w->n == WAITING_MAX)
		return WAITING_FULL;
	if (w->n == w->used)
		p->at = (unsigned)w->used++;
	w->n++;
	p->due_ms = q->due_ms;
	p->link = q->link;
	p->is_far = q->is_far;
	memcpy(p->card, q->card, sizeof(p->card));
	w->question[p->at] = *q;
	return WAITING_ADDED;
}

int
waiting_take_other(struct waitings *w, const struct message *m, unsigned link,
    int is_far, struct waiting *q)
{
	unsigned char card[MESSAGE_CARD_MAX];
	const struct waiting *waits;
	size_t i;

	if (w->n == 0)
		return 0;
	(void)message_card(m, card);
	if ((i = find(w, card, link, is_far)) == w->n)
		return 0;
	waits = &w->question[w->place[i].at];
	if (waits->type == m->type && memcmp(waits->xid, m->xid,
	    sizeof(waits->xid)) == 0)
		return 0;
	take_out(w, i, q);
	return 1;
}

int
waiting_due(struct waitings *w, long long now_ms, struct waiting *q)
{
	const size_t i = find_first(w);

	if (i == w->n || w->place[i].due_ms > now_ms)
		return 0;
	take_out(w, i, q);
	return 1;
}

int
waiting_left_ms(const struct waitings *w, long long now_ms)
{
	const size_t i = find_first(w);
	long long left;

	if (i == w->n)
		return -1;
	left = w->place[i].due_ms - now_ms;
	return left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}
