/*
 * What retransmit.c and pacing.c make of networks that are played to them.
 *
 *	network_model
 *
 * Prints a line for each expectation that does not hold; status 1 then.
 */
#include <stdint.h>
#include <stdio.h>

#include "chance.h"
#include "tftpd/pacing.h"
#include "tftpd/retransmit.h"

static int wrong;

static void
expect(int holds, const char *what, uint64_t got)
{
	if (holds)
		return;
	printf("%s: %llu\n", what, (unsigned long long)got);
	wrong = 1;
}

/* Whether something with a chance of n in a hundred happens. */
static int
happens(unsigned n)
{
	return chance(100) < n;
}

/*
 * Round trips of 200 us; of a tenth the answer is lost, and comes when the
 * client asks again, or only after ours was repeated.
 */
static void
loses_answers(void)
{
	struct retransmit p = { .first_ms = 0 };
	uint64_t longest = 0;
	unsigned i;

	for (i = 0; i < 10000; i++) {
		if (happens(10))
			retransmit_late(&p, 1 + (unsigned)happens(10));
		else
			retransmit_measure(&p, happens(10) ? 15000 : 200);
		if (retransmit_rto_us(&p, 0) > longest)
			longest = retransmit_rto_us(&p, 0);
	}
	expect(longest == 20000, "waits longer where answers are lost",
	    longest);
}

/* A client that needs 30 ms is soon waited for. */
static void
is_slow(void)
{
	struct retransmit p = { .first_ms = 0 };
	unsigned i, twice = 0;

	retransmit_measure(&p, 300);
	for (i = 0; i < 1000; i++)
		if (retransmit_rto_us(&p, 0) < 30000) {
			retransmit_late(&p, 1);
			twice++;
		} else
			retransmit_measure(&p, 30000);
	expect(twice < 20, "sends to a slow client twice", twice);
}

/* One that becomes slower by and by is followed. */
static void
slows_down(void)
{
	struct retransmit p = { .first_ms = 0 };
	uint64_t us;
	unsigned i;

	for (us = 1000; us < 200000; us += us / 50)
		for (i = 0; i < 4; i++)
			retransmit_measure(&p, us);
	expect(retransmit_rto_us(&p, 0) > us, "is not patient enough",
	    retransmit_rto_us(&p, 0));
}

/* Losses at random: the bursts are large nearly always. */
static void
loses_blocks(unsigned short_in_a_hundred)
{
	struct pacing p;
	unsigned i, slow = 0;

	pacing_open(&p);
	for (i = 0; i < 10000; i++) {
		slow += pacing_pause_us(&p) > 0;
		pacing_window(&p, !happens(short_in_a_hundred));
	}
	expect(slow < 1000, "slow windows of 10000 where packets are lost at "
	    "random", slow);
}

/* A client that keeps up with single blocks only gets them so. */
static void
is_overrun(void)
{
	struct pacing p;
	unsigned i, lost = 0;

	pacing_open(&p);
	for (i = 0; i < 10000; i++) {
		lost += pacing_burst(&p, 16) > 1;
		pacing_window(&p, pacing_burst(&p, 16) == 1);
	}
	expect(lost < 700, "windows of 10000 that overran the client", lost);
}

/* What -T says is waited for, also if it is more than our own patience. */
static void
is_told(void)
{
	const struct retransmit p = { .first_ms = 3000 },
	    q = { .first_ms = 60000 };

	expect(retransmit_rto_us(&p, 0) == 3000000, "-T 3000 waits first",
	    retransmit_rto_us(&p, 0));
	expect(retransmit_rto_us(&p, 1) == 5000000, "-T 3000 waits then",
	    retransmit_rto_us(&p, 1));
	expect(retransmit_rto_us(&q, 0) == 60000000, "-T 60000 waits first",
	    retransmit_rto_us(&q, 0));
	expect(retransmit_rto_us(&q, 3) == 60000000, "-T 60000 waits later",
	    retransmit_rto_us(&q, 3));
}

int
main(void)
{
	is_told();
	loses_answers();
	is_slow();
	slows_down();
	loses_blocks(80);
	loses_blocks(100);
	is_overrun();
	return wrong;
}
