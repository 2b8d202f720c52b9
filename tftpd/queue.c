/*
 * Turns.
 */
#include <bsd/sys/endian.h>
#include <string.h>

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

struct source
queue_source(const union address *from)
{
	const unsigned char *bytes = from->in6.sin6_addr.s6_addr;
	struct source s = {0, 0};

	if (from->sa.sa_family == AF_INET)
		s.low = ntohl(from->in.sin_addr.s_addr);
	else if (IN6_IS_ADDR_LINKLOCAL(&from->in6.sin6_addr))
		s = (struct source){be64dec(bytes), be64dec(bytes + 8)};
	else
		s.high = be64dec(bytes);
	return s;
}

int
source_same(struct source a, struct source b)
{
	return a.high == b.high && a.low == b.low;
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
