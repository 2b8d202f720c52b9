/*
 * The transfer as a sequence of flights: the OACK alone, or a window of
 * blocks, each sent, waited for and if need be sent again.
 *
 * A lost packet is found out by time alone, after about four measured round
 * trips; never by a repeated ACK, which would double every packet from then
 * on (RFC 1123 section 4.2.3.1). In a window an ACK below its end, its
 * beginning included, restarts a whole window behind the block that it names
 * (RFC 7440 section 4), for the latter case once.
 */
#include "send.h"

#include <bsd/unistd.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "blocknumber.h"
#include "burst.h"
#include "netascii.h"
#include "now.h"
#include "pace.h"
#include "packet.h"
#include "patience.h"

#define TITLE_FIRST_US 20000	/* not for what is over at once */
#define TITLE_US 1000000

/* The state of one transfer. */
struct transfer {
	const struct send *s;
	struct report *report;
	int mapped;		/* octet: blocks go by burst_send() */
	struct burst *burst;
	struct pace pace;
	unsigned char *packet;	/* a header and blksize bytes */
	struct netascii netascii;
	uint64_t netascii_block;	/* the block that packet holds */
	size_t netascii_n;
	uint64_t last;		/* number of the last block; UINT64_MAX: not
				   known yet */
	uint64_t begun_us;
	uint64_t title_us;	/* when ps is to be told next */
	struct patience patience;
	int proven;		/* the client has answered */
	unsigned window;	/* blocks of the next flight */
};

/* Blocks on their way; first 0 is the OACK. */
struct flight {
	uint64_t first, count;
	uint64_t skip;		/* so many of them were sent before */
	struct awaited awaited;
	int restarted;		/* on an ACK of the block before it */
};

/* Ends the transfer with an outcome; -1, for returning. */
static int
end(struct transfer *t, enum outcome outcome, int error)
{
	t->report->outcome = outcome;
	t->report->error = error;
	return -1;
}

static void
send_error(struct transfer *t, const char *text)
{
	unsigned char packet[PACKET_SMALL_SIZE];

	(void)channel_send(t->s->channel, packet, packet_error(packet,
	    ERROR_UNDEFINED, text));
}

static int
changed(struct transfer *t)
{
	send_error(t, "the file has changed");
	return end(t, SEND_CHANGED, 0);
}

/* After a system call that sends has failed. */
static int
send_failed(struct transfer *t)
{
	if (errno == EFAULT)	/* the file has been cut where it is mapped */
		return changed(t);
	return end(t, SEND_FAILED, errno);
}

static int
send_packet(struct transfer *t, const unsigned char *bytes, size_t n)
{
	return channel_send(t->s->channel, bytes, n) == -1 ?
	    send_failed(t) : 0;
}

/* The bytes of a block, copied behind the header in t->packet. */
static ssize_t
read_block(struct transfer *t, uint64_t block)
{
	unsigned char *data = t->packet + PACKET_HEADER_SIZE;
	size_t blksize = t->s->agreed.blksize;
	ssize_t n;

	if (t->s->mode == MODE_OCTET)
		return bootfile_read(t->s->file, data, blksize,
		    (block - 1) * blksize);
	/* Netascii has no window, so it is this block again or the next. */
	if (block != t->netascii_block) {
		n = netascii_read(&t->netascii, t->s->file, data, blksize);
		if (n == -1)
			return -1;
		t->netascii_block = block;
		t->netascii_n = (size_t)n;
	}
	return (ssize_t)t->netascii_n;
}

static int
send_block(struct transfer *t, uint64_t block)
{
	ssize_t n;

	if ((n = read_block(t, block)) == -1 && errno != ESTALE) {
		send_error(t, "the file cannot be read");
		return end(t, SEND_FAILED, errno);
	}
	if (n >= 0 && (size_t)n < t->s->agreed.blksize)
		t->last = block;
	/*
	 * Everything has been read when the last block goes out: if nothing
	 * was written since the file was opened, it is one version.
	 */
	if (n == -1 || (block == t->last && bootfile_changed(t->s->file)))
		return changed(t);
	packet_data_header(t->packet, block_number(block,
	    t->s->agreed.rollover));
	return send_packet(t, t->packet, PACKET_HEADER_SIZE + (size_t)n);
}

/*
 * Some blocks of a flight from block on, at most count: how many, or -1. The
 * file's last one goes alone, because it has to be read before the look at
 * whether the file has changed.
 */
static int
send_some(struct transfer *t, uint64_t block, uint64_t count)
{
	int n;

	if (!t->mapped || block == t->last)
		return send_block(t, block) == -1 ? -1 : 1;
	if (count > t->last - block)
		count = t->last - block;
	n = burst_send(t->burst, block, count);
	return n == -1 ? send_failed(t) : n;
}

static void
pause_for(unsigned us)
{
	const struct timespec t = {0, us * 1000L};

	if (us > 0)
		(void)nanosleep(&t, NULL);
}

/* In bursts as large as the client can take. */
static int
send_window(struct transfer *t, const struct flight *f)
{
	uint64_t burst = pace_burst(&t->pace, (unsigned)f->count);
	uint64_t left, sent;
	int n;

	for (uint64_t i = f->skip; i < f->count; i += sent) {
		if (i > f->skip)
			pause_for(pace_pause_us(&t->pace));
		left = f->count - i < burst ? f->count - i : burst;
		for (sent = 0; sent < left; sent += (uint64_t)n)
			if ((n = send_some(t, f->first + i + sent,
			    left - sent)) == -1)
				return -1;
	}
	return 0;
}

static int
send_flight(struct transfer *t, struct flight *f)
{
	unsigned char oack[PACKET_SMALL_SIZE];

	f->awaited.sent_us = now_us();
	if (f->first == 0)
		return send_packet(t, oack, packet_oack(oack, &t->s->agreed));
	if (f->count > 1)
		return send_window(t, f);
	return send_some(t, f->first, 1) == -1 ? -1 : 0;
}

/* What ps(1) shows, from time to time. */
static void
tell_ps(struct transfer *t)
{
	uint64_t size = t->s->file->size, now = now_us();

	if (now < t->title_us)
		return;
	t->title_us = now + TITLE_US;
	setproctitle("%s %d%% %d MB/s", t->s->title,
	    size == 0 ? 100 : (int)(t->report->bytes * 100 / size),
	    (int)(t->report->bytes / (now - t->begun_us)));
}

static int
resend_flight(struct transfer *t, struct flight *f)
{
	f->skip = 0;
	t->report->resent += f->count;
	tell_ps(t);
	return send_flight(t, f);
}

static void
measure(struct transfer *t, const struct flight *f)
{
	/* An answer to a repeated flight may be to either (Karn). */
	if (f->awaited.tries == 0 && !f->restarted)
		patience_measure(&t->patience,
		    now_us() - f->awaited.sent_us);
}

static int
aborted(struct transfer *t, const struct packet *p)
{
	size_t n = p->n < REPORT_TEXT_SIZE - 1 ? p->n : REPORT_TEXT_SIZE - 1;

	memcpy(t->report->text, p->text, n);
	t->report->text[n] = '\0';
	/* PXE ROMs ask for tsize, read the OACK, and hang up. */
	if (t->report->bytes == 0 && t->s->agreed.granted[OPTION_TSIZE])
		return end(t, SEND_PROBE, (int)p->number);
	return end(t, SEND_ABORTED, (int)p->number);
}

/* The blocks of a flight that begins with this one. */
static uint64_t
flight_count(const struct transfer *t, uint64_t first)
{
	if (first == 0)
		return 1;
	if (t->window - 1 > t->last - first)
		return t->last - first + 1;
	return t->window;
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
	return resend_flight(t, f);
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
	if (n == -1)
		return end(t, errno == ECONNREFUSED ? SEND_GONE : SEND_FAILED,
		    errno);
	if (packet_parse(bytes, (size_t)n, &p) == -1)
		return 0;
	if (p.opcode == PACKET_ERROR)
		return aborted(t, &p);
	if (p.opcode != PACKET_ACK)
		return 0;
	distance = flight_distance(t, f, p.number);
	if (distance > f->count)
		return 0;
	take_window(t, &p);
	if (distance == 0)
		return restart(t, f);
	measure(t, f);
	t->proven = 1;
	/* Not before: an unproven address may be somebody else's. */
	t->patience.wish_us = t->s->agreed.timeout_us;
	*acked = f->first - 1 + distance;
	return 1;
}

/* Sends one flight and waits until some of it is acknowledged. */
static int
fly(struct transfer *t, struct flight *f, uint64_t *acked)
{
	unsigned tries = t->proven ? t->s->tries : PATIENCE_UNPROVEN;
	enum patience_step step;
	int got;

	if (send_flight(t, f) == -1)
		return -1;
	f->awaited.try_us = f->awaited.sent_us;
	for (;;) {
		if (channel_timeout(t->s->channel, patience_interval_us(
		    &t->patience, f->awaited.tries)) == -1)
			return end(t, SEND_FAILED, errno);
		if ((got = take_packet(t, f, acked)) != 0)
			return got;
		/* Not an answer: nothing, or rubbish, which takes no time. */
		step = patience_step(&t->patience, &f->awaited, now_us(),
		    tries);
		if (step == PATIENCE_LOST)
			return end(t, SEND_TIMEOUT, 0);
		if (step == PATIENCE_WAIT)
			continue;
		if (f->count > 1)
			pace_window(&t->pace, 0);
		if (resend_flight(t, f) == -1)
			return -1;
	}
}

static void
acknowledged(struct transfer *t, uint64_t block)
{
	uint64_t size = t->s->file->size;
	uint64_t bytes = block * t->s->agreed.blksize;

	t->report->bytes = bytes < size ? bytes : size;
	tell_ps(t);
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
			.skip = skip,
		};
		end_before = end;
		end = next + f.count - 1;
		if (fly(t, &f, &acked) == -1)
			return -1;
		skip = on_their_way(acked, end_before, end);
		if (f.count > 1 && f.awaited.tries == 0 && skip == 0)
			pace_window(&t->pace, !f.restarted && acked == end);
		acknowledged(t, acked);
		next = acked + 1;
	}
	t->report->bytes = t->s->file->size;
	return 0;
}

void
send_file(const struct send *s, struct report *report)
{
	unsigned char packet[PACKET_HEADER_SIZE + BLKSIZE_MAX];
	struct transfer t = {
		.s = s, .report = report, .packet = packet,
		.last = UINT64_MAX, .window = s->agreed.windowsize,
		.patience = {.first_ms = s->first_ms},
	};

	report->blksize = s->agreed.blksize;
	report->windowsize = s->agreed.windowsize;
	pace_open(&t.pace);
	t.begun_us = now_us();
	t.title_us = t.begun_us + TITLE_FIRST_US;
	if (s->mode == MODE_OCTET)
		t.last = s->file->size / s->agreed.blksize + 1;
	/* A single block is copied, see send_some(). */
	if (t.last > 1 && s->mode == MODE_OCTET &&
	    (t.burst = malloc(sizeof(*t.burst))) != NULL &&
	    bootfile_map(s->file) == 0) {
		t.mapped = 1;
		burst_open(t.burst, s->channel, s->file, s->agreed.blksize,
		    s->agreed.rollover);
	}
	if (transfer(&t) == 0)
		report->outcome = SEND_DONE;
	report->pace = t.pace.level;
	report->elapsed_us = now_us() - t.begun_us;
}
