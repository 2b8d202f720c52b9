/*
 * Waiting.
 */
#include "tftpd/patience.h"

#define FIRST_US 1000000	/* before anything was measured */
#define MIN_US 20000
#define MAX_US 5000000
#define RTT_MIN_US 1000		/* so that it can grow */
#define LATE_MAX_US 40000
#define LATES 4			/* in a row, before they count */
#define WISH_MIN_US 100000	/* a wish for more haste than this is not met */

static void
take_in(struct patience *p, uint64_t us)
{
	p->rtt_us = p->rtt_us == 0 ? us : (7 * p->rtt_us + us) / 8;
	if (p->rtt_us < RTT_MIN_US)
		p->rtt_us = RTT_MIN_US;
}

void
patience_measure(struct patience *p, uint64_t us)
{
	p->lates = 0;
	if (p->rtt_us > 0 && us > 2 * p->rtt_us)
		us = 2 * p->rtt_us;
	take_in(p, us);
}

void
patience_late(struct patience *p, unsigned tries)
{
	uint64_t us = patience_try_us(p, tries - 1);
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
patience_try_us(const struct patience *p, unsigned tries)
{
	uint64_t us = MIN_US, wanted = FIRST_US, most = MAX_US;

	if (p->first_ms != 0) {
		us = p->first_ms * UINT64_C(1000);
		most = us > most ? us : most;
	} else if (p->rtt_us > 0)
		wanted = 4 * p->rtt_us;
	while (p->first_ms == 0 && us < wanted)
		us *= 2;
	for (unsigned i = 0; i < tries && us < most; i++)
		us *= 2;
	return us < most ? us : most;
}

uint64_t
patience_interval_us(const struct patience *p, unsigned tries)
{
	uint64_t all = patience_try_us(p, tries), us = p->wish_us;
	uint64_t first = patience_try_us(p, 0);

	/* -T is the administrator's own wish. */
	if (us == 0 || p->first_ms != 0)
		return all;
	us = us < first ? first : us;
	us = us < WISH_MIN_US ? WISH_MIN_US : us;
	return us < all ? us : all;
}

enum patience_step
patience_step(const struct patience *p, struct awaited *a, uint64_t now_us,
    unsigned tries_max)
{
	if (now_us - a->sent_us < patience_interval_us(p, a->tries))
		return PATIENCE_WAIT;
	if (now_us - a->try_us < patience_try_us(p, a->tries))
		return PATIENCE_AGAIN;
	if (++a->tries >= tries_max)
		return PATIENCE_LOST;
	a->try_us = now_us;
	return PATIENCE_AGAIN;
}
