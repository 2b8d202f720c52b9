/*
 * One flight: the OACK alone, or a window of blocks, sent, waited for, and if
 * need be sent again.
 *
 * A lost packet is found out by time alone, after about four measured round
 * trips; never by a repeated ACK, which would double every packet from then
 * on (RFC 1123 section 4.2.3.1). In a window an ACK below its end, its
 * beginning included, restarts a whole window behind the block that it names
 * (RFC 7440 section 4), for the latter case once.
 */
#ifndef FLIGHT_H
#define FLIGHT_H

#include <stdint.h>

#include "tftpd/blocks.h"

/* Blocks on their way; first 0 is the OACK. */
struct flight {
	uint64_t first, count;
	uint64_t skip;		/* so many of them were sent before */
	struct awaited awaited;
	int restarted;		/* on an ACK of the block before it */
	uint64_t reached;	/* so many of them were sent */
	unsigned unanswered;	/* repetitions that nobody asked for */
};

/* How many blocks a flight has that begins with this one. */
uint64_t flight_count(const struct transfer *t, uint64_t first);

/*
 * Sends a flight and waits until some of it is acknowledged. 1: *acked is the
 * last block that the client has; -1: the end.
 */
int flight_run(struct transfer *t, struct flight *f, uint64_t *acked);

/* Says in ps(1) how far it is: from time to time, so call it often. */
void flight_tell_ps(struct transfer *t);

#endif
