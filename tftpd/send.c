/*
 * The transfer as a sequence of flights.
 */
#include "daemon/now.h"
#include "tftpd/flight.h"
#include "tftpd/pacing.h"
#include "tftpd/packet.h"
#include "tftpd/send.h"

#define BLOCK_SMALL 1468	/* what an Ethernet's packet carries */
#define TITLE_FIRST_US 20000	/* not for what is over at once */

static void
acknowledged(struct transfer *t, uint64_t block)
{
	uint64_t size = t->s->file->size;
	uint64_t bytes = block * t->s->agreed.blksize;

	t->report->bytes = bytes < size ? bytes : size;
	flight_tell_ps(t);
}

/*
 * How many blocks behind an ACK the client will have without our help.
 *
 * A window that begins anew may overtake itself: the client has received all
 * of the flight before when the first block comes a second time, and
 * acknowledges just that. If a whole window were the answer again, each block
 * would be sent twice from then on.
 */
static uint64_t
on_their_way(uint64_t acked, uint64_t end_before, uint64_t end)
{
	return acked == end_before && acked < end ? end - acked : 0;
}

static int
transfer(struct transfer *t)
{
	uint64_t acked = 0, end_before, end = 0, skip = 0;
	uint64_t next = t->s->agreed.any ? 0 : 1;
	struct flight f;

	while (next <= t->last) {
		f = (struct flight){
			.first = next, .count = flight_count(t, next),
		};
		/* The client may have asked for a shorter one meanwhile. */
		f.skip = skip < f.count ? skip : f.count;
		end_before = end;
		if (flight_run(t, &f, &acked) == -1)
			return -1;
		end = next + f.reached - 1;
		skip = on_their_way(acked, end_before, end);
		if (f.count > 1 && f.awaited.tries == 0 && skip == 0)
			pacing_window(&t->pacing, !f.restarted && acked == end);
		acknowledged(t, acked);
		next = acked + 1;
	}
	t->report->bytes = t->s->file->size;
	return 0;
}

/* Number of the last block; UINT64_MAX: that is known when it was read. */
static uint64_t
last_block(const struct send *s)
{
	return s->mode == MODE_OCTET ?
	    s->file->size / s->agreed.blksize + 1 : UINT64_MAX;
}

void
send_open(struct send *s)
{
	s->burst = NULL;
	/* A single block is read into a packet, see blocks_send(). */
	if (s->mode == MODE_OCTET && last_block(s) > 1)
		s->burst = blocks_open(s->channel, s->file, &s->agreed);
}

/* With room for the blocks that are sent singly. */
static void
run(const struct send *s, struct report *report, unsigned char *packet)
{
	struct transfer t = {
		.s = s, .report = report, .packet = packet,
		.last = last_block(s), .window = s->agreed.windowsize,
		.retransmit = {.first_ms = s->first_ms},
	};

	report->blksize = s->agreed.blksize;
	report->windowsize = s->agreed.windowsize;
	pacing_open(&t.pacing);
	t.begun_us = now_us();
	t.title_us = t.begun_us + TITLE_FIRST_US;
	if (transfer(&t) == 0)
		report->outcome = SEND_DONE;
	report->pacing = t.pacing.level;
	report->elapsed_us = now_us() - t.begun_us;
}

/* Each on as few pages of the stack as it can be. */
__attribute__((noinline)) static void
run_small(const struct send *s, struct report *report)
{
	unsigned char packet[PACKET_HEADER_SIZE + BLOCK_SMALL];

	run(s, report, packet);
}

__attribute__((noinline)) static void
run_large(const struct send *s, struct report *report)
{
	unsigned char packet[PACKET_HEADER_SIZE + BLKSIZE_MAX];

	run(s, report, packet);
}

void
send_file(const struct send *s, struct report *report)
{
	if (s->agreed.blksize <= BLOCK_SMALL ||
	    (s->mode == MODE_OCTET && s->file->size <= BLOCK_SMALL))
		run_small(s, report);
	else
		run_large(s, report);
}
