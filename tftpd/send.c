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
#include <unistd.h>

#include "burst.h"
#include "netascii.h"
#include "packet.h"
#include "patience.h"

#define TITLE_US 1000000

/* The state of one transfer. */
struct transfer {
	const struct send *s;
	struct send_report *report;
	int mapped;		/* octet: blocks go by burst_send() */
	struct burst burst;
	unsigned char *packet;	/* a header and blksize bytes */
	struct netascii netascii;
	uint64_t netascii_block;	/* the block that packet holds */
	size_t netascii_n;
	uint64_t last;		/* number of the last block; UINT64_MAX: not
				   known yet */
	uint64_t begun_us, titled_us;
	struct patience patience;
	uint64_t timeout_us;	/* of the socket, as it is set */
	int proven;		/* the client has answered */
};

/* Blocks on their way; first 0 is the OACK. */
struct flight {
	uint64_t first, count;
	uint64_t sent_us;
	unsigned tries;
	int restarted;		/* on an ACK of the block before it */
};

/* Ends the transfer with an outcome; -1, for returning. */
static int
end(struct transfer *t, enum send_outcome outcome, int error)
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

/* After a system call that sends has failed: 0: go on, or -1: the end. */
static int
send_failed(struct transfer *t)
{
	switch (errno) {
	case ECONNREFUSED:
		return end(t, SEND_GONE, 0);
	/* Passing trouble of the network: as good as a lost packet. */
	case EINTR: case ENOBUFS: case ENETUNREACH: case EHOSTUNREACH:
	case ENETDOWN: case EHOSTDOWN: case EPERM:
		return 0;
	case EFAULT:		/* the file has been cut where it is mapped */
		return changed(t);
	default:
		return end(t, SEND_FAILED, errno);
	}
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
	packet_data_header(t->packet, block);
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
	n = burst_send(&t->burst, block, count);
	if (n == -1)
		return send_failed(t) == -1 ? -1 : (int)count;
	return n;
}

static int
send_flight(struct transfer *t, struct flight *f)
{
	unsigned char oack[PACKET_SMALL_SIZE];
	int n;

	f->sent_us = patience_now_us();
	if (f->first == 0)
		return send_packet(t, oack, packet_oack(oack, &t->s->agreed));
	for (uint64_t i = 0; i < f->count; i += (uint64_t)n) {
		if ((n = send_some(t, f->first + i, f->count - i)) == -1)
			return -1;
		if (f->first + i == t->last)
			f->count = i + 1;	/* netascii: only known now */
	}
	return 0;
}

static int
resend_flight(struct transfer *t, struct flight *f)
{
	t->report->resent += f->count;
	return send_flight(t, f);
}

static int
set_timeout(struct transfer *t, uint64_t us)
{
	if (us == t->timeout_us)
		return 0;
	if (channel_timeout(t->s->channel, us) == -1)
		return end(t, SEND_FAILED, errno);
	t->timeout_us = us;
	return 0;
}

static void
measure(struct transfer *t, const struct flight *f)
{
	/* An answer to a repeated flight may be to either. */
	if (f->tries == 0 && !f->restarted)
		patience_measure(&t->patience,
		    patience_now_us() - f->sent_us);
}

static int
aborted(struct transfer *t, const struct packet *p)
{
	size_t n = p->n < SEND_TEXT_SIZE - 1 ? p->n : SEND_TEXT_SIZE - 1;

	memcpy(t->report->text, p->text, n);
	t->report->text[n] = '\0';
	/* PXE ROMs ask for tsize, read the OACK, and hang up. */
	if (t->report->bytes == 0 && t->s->agreed.granted[OPTION_TSIZE])
		return end(t, SEND_PROBE, (int)p->number);
	return end(t, SEND_ABORTED, (int)p->number);
}

/*
 * Waits for a packet of the client. 1: *acked is a block of the flight, 0: nothing
 * new, -1: the end.
 */
static int
take_packet(struct transfer *t, struct flight *f, uint64_t *acked)
{
	unsigned char bytes[PACKET_SMALL_SIZE];
	struct packet p;
	ssize_t n;
	uint16_t distance;

	if ((n = channel_receive(t->s->channel, bytes, sizeof(bytes))) == -1)
		switch (errno) {
		case ECONNREFUSED:
			return end(t, SEND_GONE, 0);
		case EAGAIN: case EINTR: case ENETUNREACH: case EHOSTUNREACH:
		case ENETDOWN: case EHOSTDOWN: case EMSGSIZE: case EPERM:
			return 0;
		default:
			return end(t, SEND_FAILED, errno);
		}
	if (packet_parse(bytes, (size_t)n, &p) == -1)
		return 0;
	if (p.opcode == PACKET_ERROR)
		return aborted(t, &p);
	/* 1 is the flight's first block; 0, the one before it. */
	distance = (uint16_t)(p.number - (uint16_t)(f->first - 1));
	if (distance > f->count)
		return 0;
	if (distance == 0) {
		if (f->count == 1 || f->restarted)
			return 0;
		f->restarted = 1;
		return resend_flight(t, f);
	}
	measure(t, f);
	t->proven = 1;
	*acked = f->first - 1 + distance;
	return 1;
}

/* Sends one flight and waits until some of it is acknowledged. */
static int
fly(struct transfer *t, struct flight *f, uint64_t *acked)
{
	uint64_t patience;
	unsigned tries = t->proven ? t->s->tries : PATIENCE_UNPROVEN;
	int got;

	if (send_flight(t, f) == -1)
		return -1;
	for (;;) {
		patience = patience_us(&t->patience, f->tries);
		if (set_timeout(t, patience) == -1)
			return -1;
		if ((got = take_packet(t, f, acked)) != 0)
			return got;
		/* Not an answer: nothing, or rubbish, which takes no time. */
		if (patience_now_us() - f->sent_us < patience)
			continue;
		if (++f->tries >= tries)
			return end(t, SEND_TIMEOUT, 0);
		if (resend_flight(t, f) == -1)
			return -1;
	}
}

static void
acknowledged(struct transfer *t, uint64_t block)
{
	uint64_t size = t->s->file->size, now = patience_now_us();
	uint64_t bytes = block * t->s->agreed.blksize;

	t->report->bytes = bytes < size ? bytes : size;
	if (now - t->titled_us < TITLE_US || size == 0)
		return;
	t->titled_us = now;
	setproctitle("%s %d%% %d MB/s", t->s->title,
	    (int)(t->report->bytes * 100 / size),
	    (int)(t->report->bytes / (now - t->begun_us)));
}

static int
transfer(struct transfer *t)
{
	uint64_t next = t->s->agreed.any ? 0 : 1, acked = 0;
	struct flight f;

	while (next <= t->last) {
		f = (struct flight){.first = next, .count = 1};
		if (next > 0)
			f.count = t->s->agreed.windowsize;
		if (next > 0 && f.count - 1 > t->last - next)
			f.count = t->last - next + 1;
		if (fly(t, &f, &acked) == -1)
			return -1;
		acknowledged(t, acked);
		next = acked + 1;
	}
	t->report->bytes = t->s->file->size;
	return 0;
}

void
send_file(const struct send *s, struct send_report *report)
{
	struct transfer t = {.s = s, .report = report, .last = UINT64_MAX,
	    .patience = {.first_ms = s->first_ms}};

	memset(report, 0, sizeof(*report));
	report->blksize = s->agreed.blksize;
	report->windowsize = s->agreed.windowsize;
	t.begun_us = t.titled_us = patience_now_us();
	if (s->mode == MODE_OCTET)
		t.last = s->file->size / s->agreed.blksize + 1;
	/* A single block is copied, see send_some(). */
	if (t.last > 1 && s->mode == MODE_OCTET &&
	    bootfile_map(s->file) == 0) {
		t.mapped = 1;
		burst_open(&t.burst, s->channel, s->file,
		    s->agreed.blksize);
	}
	t.packet = malloc(PACKET_HEADER_SIZE + s->agreed.blksize);
	if (t.packet == NULL) {
		end(&t, SEND_FAILED, errno);
		return;
	}
	setproctitle("%s", s->title);
	if (transfer(&t) == 0)
		report->outcome = SEND_DONE;
	report->elapsed_us = patience_now_us() - t.begun_us;
	free(t.packet);
}
