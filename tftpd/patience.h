/*
 * How long to wait for an answer before a packet is sent again. Pure but for
 * the clock.
 */
#ifndef PATIENCE_H
#define PATIENCE_H

#include <stdint.h>

#define PATIENCE_UNPROVEN 5	/* tries, for a source that never answered */

struct patience {
	unsigned first_ms;	/* -T; 0: measure */
	uint64_t rtt_us;	/* smoothed round trip; 0: none was measured */
};

/* Monotonic, in microseconds. */
uint64_t patience_now_us(void);

/*
 * The wait for an answer to what went out again so many times: 20 ms times a
 * power of two, so that the timeout of a socket seldom changes.
 */
uint64_t patience_us(const struct patience *p, unsigned tries);

/* Notes a round trip of something that went out once only (Karn). */
void patience_measure(struct patience *p, uint64_t us);

#endif
