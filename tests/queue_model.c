/*
 * queue.c with random requests of random sources, and what must hold.
 *
 *	queue_model
 *
 * Ends with status 1, and says why, at the first thing that does not.
 */
#include <err.h>
#include <stdint.h>

#include "chance.h"
#include "queue.h"

#define SOURCES 40
#define STEPS 40000

static struct queue q;
static int owner[QUEUE_MAX];	/* who waits in a slot, from 1; 0: nobody */
static unsigned waiting[SOURCES + 1];

static void
put(int who)
{
	int dropped;
	const size_t slot = queue_put(&q, (struct source){0, (uint64_t)who},
	    &dropped);
	unsigned most = 0;

	for (int i = 1; i <= SOURCES; i++)
		if (waiting[i] > most)
			most = waiting[i];
	if (slot == QUEUE_MAX) {
		if (waiting[who] + 1 < most)
			errx(1, "dropped one of %u, where another has %u",
			    waiting[who], most);
		return;
	}
	if (dropped != (owner[slot] != 0))
		errx(1, "slot %zu is not as it is said to be", slot);
	if (dropped) {
		if (waiting[owner[slot]] + 1 < most)
			errx(1, "dropped one of %u, where another has %u",
			    waiting[owner[slot]], most);
		waiting[owner[slot]]--;
	}
	owner[slot] = who;
	waiting[who]++;
}

static int
take(void)
{
	const size_t slot = queue_take(&q);
	const int who = owner[slot];

	if (who == 0)
		errx(1, "slot %zu is empty", slot);
	owner[slot] = 0;
	waiting[who]--;
	return who;
}

int
main(void)
{
	unsigned served[SOURCES + 1] = {0};

	queue_open(&q);
	/* 1 floods, the others ask now and then: each gets its turn. */
	for (unsigned i = 0; i < STEPS; i++) {
		put(chance(10) == 0 ? 2 + (int)chance(SOURCES - 1) : 1);
		if (chance(4) == 0)
			served[take()]++;
	}
	if (served[1] < STEPS / 10)
		errx(1, "the one that floods got %u turns", served[1]);
	for (int i = 2; i <= SOURCES; i++)
		if (waiting[i] > 2)
			errx(1, "%d has %u waiting", i, waiting[i]);
	while (q.n > 0)
		take();
	/* All at once: by turns. */
	for (int who = 1; who <= SOURCES; who++)
		for (int i = 0; i < 50; i++)
			put(who);
	for (int i = 0; i < 50; i++) {
		unsigned turn[SOURCES + 1] = {0};

		for (int who = 1; who <= SOURCES; who++)
			if (turn[take()]++ > 0)
				errx(1, "a source had two turns");
	}
	if (q.n != 0)
		errx(1, "%zu are left", q.n);
	return 0;
}
