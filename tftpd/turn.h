/*
 * How long a client of a multicast group may be its master: the others hear as
 * fast as this one asks. Its turn is judged by what it gets done, since who
 * answers now and then is never silent. Pure.
 */
#ifndef TURN_H
#define TURN_H

#include <stdint.h>

struct turn {
	uint64_t begun_us;
	uint64_t blocks;	/* acknowledged in it */
	uint64_t best;		/* blocks a second, of the fastest turn so
				   far; 0: nobody has shown what can be done */
};

/* A turn begins; the best of those before stays. */
void turn_begin(struct turn *t, uint64_t now_us);

/* The master has acknowledged another block. */
void turn_block(struct turn *t, uint64_t now_us);

/*
 * Whether another client is to have its turn: this one has had time, and is
 * far behind the fastest; or nobody is known to be faster, but so slow is no
 * network that can multicast.
 */
int turn_is_over(const struct turn *t, uint64_t now_us);

#endif
