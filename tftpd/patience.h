/*
 * How long a transfer waits for an answer before it sends again. Pure.
 *
 * The client's own timeout (RFC 2349) never makes us slower, nor faster than
 * the round trip allows: it bounds the doubling, so that the last tries come
 * as often as the client looks for them. A client is given up no sooner for
 * that, because it makes the repetitions more and not the tries shorter.
 */
#ifndef PATIENCE_H
#define PATIENCE_H

#include <stdint.h>

struct patience {
	unsigned first_ms;	/* -T: of the first try; 0: measure */
	uint64_t rtt_us;	/* smoothed; 0: none was measured */
	uint64_t wish_us;	/* the client's timeout; 0: none counts */
};

/* A round trip that was measured. */
void patience_measure(struct patience *p, uint64_t us);

/* How long a try lasts, after so many before it. */
uint64_t patience_try_us(const struct patience *p, unsigned tries);

/* How often a flight is repeated within it: at most as long as the try. */
uint64_t patience_interval_us(const struct patience *p, unsigned tries);

#endif
