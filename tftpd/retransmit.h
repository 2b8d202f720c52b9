/*
 * How long a transfer waits for an answer before it sends again. Pure.
 *
 * The client's own timeout (RFC 2349) never makes us slower, nor faster than
 * the round trip allows: it bounds the doubling, so that the last tries come
 * as often as the client looks for them. A client is given up no sooner for
 * that, because it makes the repetitions more and not the tries shorter.
 */
#ifndef RETRANSMIT_H
#define RETRANSMIT_H

#include <stdint.h>

#define RETRANSMIT_UNPROVEN 5	/* tries for a source that never answered */

struct retransmit {
	unsigned first_ms;	/* -T: of the first try; 0: measure */
	uint64_t srtt_us;	/* smoothed round trip; 0: none was measured */
	unsigned lates;		/* answers in a row that came late */
	uint64_t requested_us;	/* option timeout; 0: none counts */
};

/*
 * A round trip that was measured. Where packets are lost it may be the time
 * after which the client asks again, so one that is much longer than the
 * others counts little; if the client has become slower, others follow.
 */
void retransmit_measure(struct retransmit *p, uint64_t us);

/*
 * An answer that came after so many tries, to any of them. It is no measure
 * (Karn), but a client that is always slower than we wait would never be
 * measured, and get everything twice. So a few of them in a row are one; where
 * packets are lost, others come in time between them.
 */
void retransmit_late(struct retransmit *p, unsigned tries);

/* The timeout of a try (RTO of RFC 6298), after so many before it. */
uint64_t retransmit_rto_us(const struct retransmit *p, unsigned tries);

/* How often it is repeated within it: at most as long as the try. */
uint64_t retransmit_interval_us(const struct retransmit *p, unsigned tries);

/* Something that was sent and wants an answer. */
struct awaited {
	uint64_t sent_us;	/* when, for the last time */
	uint64_t try_us;	/* when this try began */
	unsigned tries;		/* before this one */
};

enum retransmit_step { RETRANSMIT_WAIT, RETRANSMIT_AGAIN, RETRANSMIT_LOST };

/*
 * What is to be done without an answer: wait, send it again, or, after so
 * many tries, give up. Notes a try that begins; sent_us is the caller's.
 */
enum retransmit_step retransmit_step(const struct retransmit *p,
    struct awaited *a, uint64_t now_us, unsigned tries_max);

#endif
