/*
 * The measured round trip, and what follows from it.
 */
#include "patience.h"

#include <time.h>

#define RETRANSMIT_FIRST_US 1000000	/* before anything was measured */
#define RETRANSMIT_MIN_US 20000
#define RETRANSMIT_MAX_US 5000000

uint64_t
patience_now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

uint64_t
patience_us(const struct patience *p, unsigned tries)
{
	uint64_t us = RETRANSMIT_MIN_US, wanted = RETRANSMIT_FIRST_US;

	if (p->first_ms != 0)
		us = p->first_ms * UINT64_C(1000);
	else if (p->rtt_us > 0)
		wanted = 4 * p->rtt_us;
	while (p->first_ms == 0 && us < wanted)
		us *= 2;
	for (unsigned i = 0; i < tries && us < RETRANSMIT_MAX_US; i++)
		us *= 2;
	return us < RETRANSMIT_MAX_US ? us : RETRANSMIT_MAX_US;
}

void
patience_measure(struct patience *p, uint64_t us)
{
	p->rtt_us = p->rtt_us == 0 ? us : (7 * p->rtt_us + us) / 8;
	if (p->rtt_us == 0)
		p->rtt_us = 1;
}
