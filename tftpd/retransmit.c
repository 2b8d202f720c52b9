/*
 * Waiting.
 */
#include "tftpd/retransmit.h"

#define FIRST_US 1000000	/* before anything was measured */
#define MIN_US 20000
#define MAX_US 5000000
#define RTT_MIN_US 1000		/* so that it can grow */
#define LATE_MAX_US 40000
#define LATES 4			/* in a row, before they count */
#define REQUESTED_MIN_US 100000	/* who asks for less does not get it */

static void
take_in(struct retransmit *p, uint64_t us)
{
	p->srtt_us = p->srtt_us == 0 ? us : (7 * p->srtt_us + us) / 8;
	if (p->srtt_us < RTT_MIN_US)
		p->srtt_us = RTT_MIN_US;
}

void
retransmit_measure(struct retransmit *p, uint64_t us)
{
	p->lates = 0;
	if (p->srtt_us > 0 && us > 2 * p->srtt_us)
		us = 2 * p->srtt_us;
	take_in(p, us);
}

void
retransmit_late(struct retransmit *p, unsigned tries)
{
	uint64_t us = retransmit_rto_us(p, tries - 1);
	unsigned lates = p->lates + 1;

	/* It may have been lost, after all: then waiting longer is no help. */
	if (lates >= LATES)
		take_in(p, us < LATE_MAX_US ? us : LATE_MAX_US);
	p->lates = lates;
}

/*
 * About four round trips: 20 ms times a power of two, so that the socket's
 * timeout seldom changes.
 */
uint64_t
retransmit_rto_us(const struct retransmit *p, unsigned tries)
{
	uint64_t us = MIN_US, wanted = FIRST_US, most = MAX_US;

	if (p->first_ms != 0) {
		us = p->first_ms * UINT64_C(1000);
		most = us > most ? us : most;
	} else if (p->srtt_us > 0)
		wanted = 4 * p->srtt_us;
	while (p->first_ms == 0 && us < wanted)
		us *= 2;
	for (unsigned i = 0; i < tries && us < most; i++)
		us *= 2;
	return us < most ? us : most;
}

uint64_t
retransmit_interval_us(const struct retransmit *p, unsigned tries)
{
	uint64_t all = retransmit_rto_us(p, tries), us = p->requested_us;
	uint64_t first = retransmit_rto_us(p, 0);

	/* -T is what the administrator has chosen. */
	if (us == 0 || p->first_ms != 0)
		return all;
	us = us < first ? first : us;
	us = us < REQUESTED_MIN_US ? REQUESTED_MIN_US : us;
	return us < all ? us : all;
}

enum retransmit_step
retransmit_step(const struct retransmit *p, struct awaited *a, uint64_t now_us,
    unsigned tries_max)
{
	if (now_us - a->sent_us < retransmit_interval_us(p, a->tries))
		return RETRANSMIT_WAIT;
	if (now_us - a->try_us < retransmit_rto_us(p, a->tries))
		return RETRANSMIT_AGAIN;
	if (++a->tries >= tries_max)
		return RETRANSMIT_LOST;
	a->try_us = now_us;
	return RETRANSMIT_AGAIN;
}
