/*
 * How long a transfer waits before it sends something again: by the round
 * trip that was measured, or as -T says. Sending and receiving share it.
 */
#ifndef PATIENCE_H
#define PATIENCE_H

#include <stdint.h>

#define PATIENCE_UNPROVEN_TRIES 5	/* for a source that never answered */

/* Begin with all zero but first_ms. */
struct patience {
	unsigned first_ms;	/* -T: wait before the first repetition; 0:
				   measure the round trip */
	uint64_t rtt_us;	/* smoothed; 0: none was measured */
	uint64_t timeout_us;	/* of the socket, as it is set */
};

/* The monotonic clock. */
uint64_t patience_now_us(void);

/*
 * How long to wait for an answer to what was repeated so many times: 20 ms
 * times a power of two, so that the socket's timeout seldom changes.
 */
uint64_t patience_us(const struct patience *p, unsigned repeated);

/* Takes in one round trip; of what was repeated none can be known (Karn). */
void patience_measured(struct patience *p, uint64_t us);

/* Lets recv(2) wait so long, SO_RCVTIMEO. -1: errno. */
int patience_set(struct patience *p, int fd, uint64_t us);

#endif
