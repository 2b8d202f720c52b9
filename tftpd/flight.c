/*
 * Flights and the answers to them.
 */
#include <bsd/unistd.h>
#include <errno.h>
#include <time.h>

#include "daemon/now.h"
#include "tftpd/flight.h"
#include "tftpd/packet.h"

#define TITLE_US 1000000
#define UNANSWERED_WHOLE 2	/* repetitions of a whole window */

void
flight_tell_ps(struct transfer *t)
{
	uint64_t size = t->s->file->size, now = now_us(), tenths;

	if (now < t->title_us)
		return;
	t->title_us = now + TITLE_US;
	tenths = t->report->bytes * 10 / (now - t->begun_us);
	setproctitle("%s %d%% %d.%d MB/s", t->s->title,
	    size == 0 ? 100 : (int)(t->report->bytes * 100 / size),
	    (int)(tenths / 10), (int)(tenths % 10));
}

uint64_t
flight_count(const struct transfer *t, uint64_t first)
{
	if (first == 0)
		return 1;
	if (t->window - 1 > t->last - first)
		return t->last - first + 1;
	return t->window;
}

static void
pause_for(unsigned us)
{
	const struct timespec t = {0, us * 1000L};

	if (us > 0)
		(void)nanosleep(&t, NULL);
}

/* Blocks behind f->skip, in bursts as large as the client can take. */
static int
send_window(struct transfer *t, const struct flight *f, uint64_t count)
{
	uint64_t burst = pacing_burst(&t->pacing, (unsigned)f->count);
	uint64_t end = f->skip + count, left, sent;
	int n;

	for (uint64_t i = f->skip; i < end; i += sent) {
		if (i > f->skip)
			pause_for(pacing_pause_us(&t->pacing));
		left = end - i < burst ? end - i : burst;
		for (sent = 0; sent < left; sent += (uint64_t)n)
			if ((n = blocks_send(t, f->first + i + sent,
			    left - sent)) == -1)
				return -1;
	}
	return 0;
}

/* The OACK, or the first blocks of the flight, so many of them at most. */
static int
send_flight(struct transfer *t, struct flight *f, uint64_t count)
{
	unsigned char oack[PACKET_SMALL_SIZE];
	int result = 0;

	count = channel_afford(t->s->channel, count);
	t->report->resent += f->reached > 0 ? count : 0;
	if (f->skip + count > f->reached)
		f->reached = f->skip + count;
	if (f->first == 0 && count > 0)
		result = blocks_send_packet(t, oack, packet_oack(oack,
		    &t->s->agreed));
	else if (f->first != 0)
		result = send_window(t, f, count);
	/* Behind the pauses of a window, which are no round trip. */
	f->awaited.sent_us = now_us();
	return result == -1 ? -1 : 0;
}

static int
resend_flight(struct transfer *t, struct flight *f, uint64_t count)
{
	f->skip = 0;
	flight_tell_ps(t);
	return send_flight(t, f, count);
}

/*
 * Of a flight that nobody answers less goes out each time: a client that is
 * there says where to begin once it has the first block, and one that is not,
 * or never was, is not to be sent window after window.
 */
static uint64_t
unanswered_count(const struct flight *f)
{
	unsigned halvings = f->unanswered < UNANSWERED_WHOLE ? 0 :
	    f->unanswered - UNANSWERED_WHOLE + 1;
	uint64_t count = halvings < 16 ? f->count >> halvings : 0;

	return count > 0 ? count : 1;
}

static void
measure(struct transfer *t, const struct flight *f)
{
	if (f->restarted)
		return;
	if (f->awaited.tries > 0)
		retransmit_late(&t->retransmit, f->awaited.tries);
	else
		retransmit_measure(&t->retransmit,
		    now_us() - f->awaited.sent_us);
}

/*
 * The client has every byte. PXELINUX, which knows the size, does not wait for the
 * empty block behind a file that consists of full ones, and closes it by an ERROR, which
 * may be lost, as it then boots.
 */
static int
has_all(const struct transfer *t)
{
	uint64_t size = t->s->file->size;

	return t->s->mode == MODE_OCTET && size > 0 && t->report->bytes == size;
}

static int
aborted(struct transfer *t, const struct packet *p)
{
	if (has_all(t))
		return transfer_end(t, SEND_DONE, 0);
	packet_error_text(p, t->report->text, sizeof(t->report->text));
	/* PXE ROMs ask for tsize, read the OACK, and hang up. */
	if (t->report->bytes == 0 && t->s->agreed.granted[OPTION_TSIZE])
		return transfer_end(t, SEND_PROBE, (int)p->number);
	return transfer_end(t, SEND_ABORTED, (int)p->number);
}

/* 1 is the flight's first block; 0, the one before it. */
static uint32_t
flight_distance(const struct transfer *t, const struct flight *f,
    unsigned number)
{
	if (f->first == 0)
		return number == 0 ? 1 : UINT32_MAX;
	return block_distance(f->first - 1, number, t->s->agreed.rollover);
}

/* Windows' bootmgr says with each ACK how large the next window is to be. */
static void
take_window(struct transfer *t, const struct packet *p)
{
	unsigned max = t->s->agreed.window_max;

	if (t->s->agreed.granted[OPTION_MSFTWINDOW] && p->window > 0)
		t->window = p->window < max ? p->window : max;
}

static int
restart(struct transfer *t, struct flight *f)
{
	if (f->count == 1 || f->restarted)
		return 0;
	f->restarted = 1;
	if (f->count > t->window)
		f->count = t->window;
	return resend_flight(t, f, f->count);
}

/*
 * Waits for a packet of the client. 1: *acked is a block of the flight, 0:
 * nothing new, -1: the end.
 */
static int
take_packet(struct transfer *t, struct flight *f, uint64_t *acked)
{
	unsigned char bytes[PACKET_SMALL_SIZE];
	struct packet p;
	ssize_t n;
	uint32_t distance;

	n = channel_receive(t->s->channel, bytes, sizeof(bytes));
	if (n == -1 && errno == ECONNREFUSED && has_all(t))
		return transfer_end(t, SEND_DONE, 0);
	if (n == -1)
		return transfer_end(t, errno == ECONNREFUSED ? SEND_GONE :
		    errno == ECONNRESET ? SEND_ORPHANED : SEND_FAILED, errno);
	if (packet_parse(bytes, (size_t)n, &p) == -1)
		return 0;
	if (p.opcode == PACKET_ERROR)
		return aborted(t, &p);
	if (p.opcode != PACKET_ACK)
		return 0;
	distance = flight_distance(t, f, p.number);
	/* Nor has anybody what was not sent yet. */
	if (distance > f->reached)
		return 0;
	take_window(t, &p);
	if (distance == 0)
		return restart(t, f);
	measure(t, f);
	t->proven = 1;
	/* Not before: an unproven address may be somebody else's. */
	t->retransmit.requested_us = t->s->agreed.requested_timeout_us;
	*acked = f->first - 1 + distance;
	return 1;
}

int
flight_run(struct transfer *t, struct flight *f, uint64_t *acked)
{
	unsigned tries = t->proven ? t->s->tries : RETRANSMIT_UNPROVEN;
	enum retransmit_step step;
	int got;

	if (f->count == 1)
		f->skip = 0;
	if (send_flight(t, f, f->count - f->skip) == -1)
		return -1;
	f->awaited.try_us = f->awaited.sent_us;
	for (;;) {
		if (channel_timeout(t->s->channel, retransmit_interval_us(
		    &t->retransmit, f->awaited.tries)) == -1)
			return transfer_end(t, SEND_FAILED, errno);
		if ((got = take_packet(t, f, acked)) != 0)
			return got;
		/* Not an answer: nothing, or rubbish, which takes no time. */
		step = retransmit_step(&t->retransmit, &f->awaited, now_us(),
		    tries);
		if (step == RETRANSMIT_LOST)
			return transfer_end(t, has_all(t) ? SEND_DONE :
			    SEND_TIMEOUT, 0);
		if (step == RETRANSMIT_WAIT)
			continue;
		if (f->count > 1)
			pacing_window(&t->pacing, 0);
		if (resend_flight(t, f, unanswered_count(f)) == -1)
			return -1;
		f->unanswered++;
	}
}
