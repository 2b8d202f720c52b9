/*
 * Turns.
 */
#include "tftpd/queue.h"

void
queue_open(struct queue *q)
{
	q->n = 0;
	q->turn = q->number = 0;
	/* Behind those that wait lie the slots that are free. */
	for (size_t i = 0; i < QUEUE_MAX; i++)
		q->waiting[i].slot = i;
}

/* Whether a's turn is before b's. */
static int
before(const struct waiting *a, const struct waiting *b)
{
	return a->turn != b->turn ? a->turn < b->turn : a->number < b->number;
}

size_t
queue_put(struct queue *q, struct source source, int *dropped)
{
	struct waiting new = {.source = source, .turn = q->turn,
	    .number = q->number++};
	size_t latest = 0;

	for (size_t i = 0; i < q->n; i++) {
		if (source_same(q->waiting[i].source, source) &&
		    q->waiting[i].turn > new.turn)
			new.turn = q->waiting[i].turn;
		if (before(&q->waiting[latest], &q->waiting[i]))
			latest = i;
	}
	/* Not the turn that is going on: who was served now would have it again,
	   and again before those who wait for the next. */
	new.turn++;
	*dropped = 0;
	if (q->n < QUEUE_MAX) {
		new.slot = q->waiting[q->n].slot;
		q->waiting[q->n++] = new;
		return new.slot;
	}
	if (before(&q->waiting[latest], &new))
		return QUEUE_MAX;
	*dropped = 1;
	new.slot = q->waiting[latest].slot;
	q->waiting[latest] = new;
	return new.slot;
}

size_t
queue_take(struct queue *q)
{
	const struct waiting *first = &q->waiting[0];
	struct waiting taken;
	size_t at;

	for (size_t i = 1; i < q->n; i++)
		if (before(&q->waiting[i], first))
			first = &q->waiting[i];
	taken = *first;
	at = (size_t)(first - q->waiting);
	q->turn = taken.turn;
	q->waiting[at] = q->waiting[--q->n];
	q->waiting[q->n] = taken;	/* its slot is free */
	return taken.slot;
}
