/*
 * The requests that were taken in and wait to be served, in a fair order: each
 * source in its turn, however many requests it has sent. Pure.
 *
 * A request gets the number of a turn: the next one after that of its source's
 * last one that waits, or of the one served last. So a source that floods waits
 * behind itself alone. When there is no room, the one with the latest turn
 * goes, which is the newest of those who have the most.
 */
#ifndef QUEUE_H
#define QUEUE_H

#include <stddef.h>
#include <stdint.h>

#include "net/address.h"

/* More than the clients of one room that asks at once through one address. */
#ifndef QUEUE_MAX
#define QUEUE_MAX 2048
#endif

struct waiting {
	struct source source;
	uint64_t turn, number;	/* number: the order of arrival */
	size_t slot;
};

struct queue {
	struct waiting waiting[QUEUE_MAX];	/* in no order */
	size_t n;
	uint64_t turn;		/* of the request that was served last */
	uint64_t number;	/* requests that came */
};

/* Begins with an empty queue. */
void queue_open(struct queue *q);

/*
 * Puts a request of this source in the queue. The slot, below QUEUE_MAX, that
 * is to hold it; QUEUE_MAX: it is dropped. *dropped is set to 1 if another one
 * had to make room, and that one's slot is the answer; else to 0.
 */
size_t queue_put(struct queue *q, struct source source, int *dropped);

/* Takes the slot of the one whose turn it is out of a queue that has some. */
size_t queue_take(struct queue *q);

#endif
