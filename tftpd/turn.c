/*
 * Blocks a second.
 */
#include "tftpd/turn.h"

#define TURN_US 2000000		/* before it is judged by the best */
#define ALONE_US 5000000	/* the same, if there is no best */
#define ENOUGH 32		/* blocks that show what can be done */
#define BEHIND 4		/* times slower than the best */
#define SLOW 50			/* blocks a second, if there is no best */

static uint64_t
rate(const struct turn *t, uint64_t now_us)
{
	uint64_t us = now_us - t->begun_us;

	return t->blocks * 1000000 / (us > 0 ? us : 1);
}

void
turn_begin(struct turn *t, uint64_t now_us)
{
	t->begun_us = now_us;
	t->blocks = 0;
}

void
turn_block(struct turn *t, uint64_t now_us)
{
	uint64_t now_rate;

	if (++t->blocks < ENOUGH)
		return;
	if ((now_rate = rate(t, now_us)) > t->best)
		t->best = now_rate;
}

int
turn_is_over(const struct turn *t, uint64_t now_us)
{
	uint64_t took_us = now_us - t->begun_us;

	if (t->best > 0)
		return took_us >= TURN_US && rate(t, now_us) < t->best / BEHIND;
	return took_us >= ALONE_US && rate(t, now_us) < SLOW;
}
