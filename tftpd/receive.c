/*
 * The receiving side. The client's timer drives it: every block that is the
 * next one is written, and a window of them is acknowledged (RFC 7440). An
 * ACK is repeated when
 *
 *	- the block comes again that it was for, which says that it was lost;
 *	- a block is missing, once, for the client to begin behind it;
 *	- nothing new has come for as long as send.c would wait.
 *
 * Older blocks are late copies and get no answer: a client that sends
 * something for every ACK would send all of it twice from then on (RFC 1123
 * section 4.2.3.1).
 */
#include <bsd/unistd.h>
#include <errno.h>
#include <stdlib.h>

#include "daemon/now.h"
#include "tftpd/packet.h"
#include "tftpd/receive.h"
#include "tftpd/retransmit.h"
#include "tftpd/store.h"

#define TITLE_FIRST_US 20000	/* not for what is over at once */
#define TITLE_US 1000000
#define DALLY_US 6000000	/* clients repeat after 1 to 5 s */

/* The state of one upload. */
struct upload_state {
	struct receive *r;
	struct report *report;
	struct store store;
	uint64_t begun_us;
	uint64_t title_us;	/* when ps is to be told next */
	struct retransmit retransmit;
	uint64_t acked_us;	/* when the last ACK went out */
	struct awaited awaited;	/* news, since an ACK or a block */
	unsigned run;		/* blocks since the last ACK */
	int whole;		/* that ACK was of a whole window */
	int repeated;		/* it was repeated */
	int gap;		/* it was for a missing block */
	int proven;		/* the client has answered */
};

/* Ends the upload with an outcome; -1, for returning. */
static int
end(struct upload_state *u, enum outcome outcome, int error)
{
	u->report->outcome = outcome;
	u->report->error = error;
	return -1;
}

/* The same for a fault, of which the client is told; no fault: 0. */
static int
end_by(struct upload_state *u, struct store_fault fault)
{
	unsigned char packet[PACKET_SMALL_SIZE];

	if (fault.text == NULL)
		return 0;
	if (channel_afford(u->r->channel, 1) > 0)
		(void)channel_send(u->r->channel, packet,
		    packet_error(packet, fault.code, fault.text));
	return end(u, fault.outcome, fault.error);
}

/* The last block in order; as long as nothing has come, the request itself. */
static int
acknowledge(struct upload_state *u)
{
	unsigned char packet[PACKET_SMALL_SIZE];
	size_t n = PACKET_HEADER_SIZE;

	if (u->r->block == 0 && u->r->agreed.any && !u->proven)
		n = packet_oack(packet, &u->r->agreed);
	else
		packet_ack(packet, block_number(u->r->block,
		    u->r->agreed.rollover));
	u->acked_us = u->awaited.sent_us = now_us();
	u->run = 0;
	u->repeated = 0;
	if (channel_afford(u->r->channel, 1) == 0)
		return 0;
	return channel_send(u->r->channel, packet, n) == -1 ?
	    end(u, RECEIVE_FAILED, errno) : 0;
}

static int
repeat(struct upload_state *u)
{
	int result = acknowledge(u);

	u->report->resent++;
	u->repeated = 1;
	return result;
}

/*
 * The data of the next block; last: there is no further one. Then the parent has
 * the name and the line in the log to give: nobody can ask for something else
 * between the last ACK and the log.
 */
static int
keep(struct upload_state *u, const struct packet *p, int last)
{
	struct store_fault fault = store_block(&u->store, p->data, p->n, last);

	u->report->bytes = u->store.bytes;
	if (fault.text != NULL || !last)
		return end_by(u, fault);
	(void)end(u, RECEIVE_ASKS, 0);
	u->report->elapsed_us = now_us() - u->begun_us;
	return end_by(u, store_ask_for_name(u->r->upload, u->r->report_fd,
	    u->report));
}

/* What ps(1) shows, from time to time. */
static void
tell_ps(struct upload_state *u, uint64_t now)
{
	if (now < u->title_us)
		return;
	u->title_us = now + TITLE_US;
	setproctitle("%s %d MB %d MB/s", u->r->title,
	    (int)(u->report->bytes / 1000000),
	    (int)(u->report->bytes / (now - u->begun_us)));
}

/* The block that is wanted has come: 1: it was the last one. */
static int
take_next(struct upload_state *u, const struct packet *p)
{
	uint64_t now = now_us();
	int last = p->n < u->r->agreed.blksize;

	if (p->n > u->r->agreed.blksize)
		return end_by(u, (struct store_fault){RECEIVE_BAD_BLOCK, 0,
		    ERROR_ILLEGAL, "The block is longer than agreed"});
	/* What follows an ACK that was repeated may follow either (Karn). */
	if (u->run == 0 && !u->repeated)
		retransmit_measure(&u->retransmit, now - u->acked_us);
	if (keep(u, p, last) == -1)
		return -1;
	now = now_us();
	u->awaited = (struct awaited){.sent_us = now, .try_us = now};
	u->r->block++;
	u->run++;
	u->gap = 0;
	tell_ps(u, now);
	if (!last && u->run < u->r->agreed.windowsize)
		return 0;
	u->whole = 1;
	return acknowledge(u) == -1 ? -1 : last;
}

static int
take_data(struct upload_state *u, const struct packet *p)
{
	uint32_t distance = block_distance(u->r->block, p->number,
	    u->r->agreed.rollover);

	u->proven = 1;
	u->retransmit.requested_us = u->r->agreed.requested_timeout_us;
	if (distance == 1)
		return take_next(u, p);
	/*
	 * The end of a window comes again: its ACK was lost. The same block
	 * inside of a window is followed by others, which are news.
	 */
	if (distance == 0)
		return u->r->block > 0 && u->run == 0 && u->whole ?
		    repeat(u) : 0;
	if (distance > u->r->agreed.windowsize || u->gap)
		return 0;
	u->gap = 1;
	u->whole = 0;
	return repeat(u);
}

static int
aborted(struct upload_state *u, const struct packet *p)
{
	packet_error_text(p, u->report->text, sizeof(u->report->text));
	return end(u, SEND_ABORTED, (int)p->number);
}

/* Waits for one packet: 1: the file is there, 0: not yet, -1: the end. */
static int
take_packet(struct upload_state *u)
{
	size_t size = PACKET_HEADER_SIZE + u->r->agreed.blksize + 1;
	struct packet p;
	ssize_t n;

	if ((n = channel_receive(u->r->channel, u->r->packet, size)) == -1)
		return end(u, errno == ECONNREFUSED ? SEND_GONE :
		    errno == ECONNRESET ? SEND_ORPHANED : RECEIVE_FAILED,
		    errno);
	if (packet_parse(u->r->packet, (size_t)n, &p) == -1)
		return 0;
	if (p.opcode == PACKET_ERROR)
		return aborted(u, &p);
	return p.opcode == PACKET_DATA ? take_data(u, &p) : 0;
}

static int
receive_blocks(struct upload_state *u)
{
	enum retransmit_step step;
	int got;

	if (acknowledge(u) == -1)
		return -1;
	u->awaited.try_us = u->awaited.sent_us;
	for (;;) {
		if (channel_timeout(u->r->channel, retransmit_interval_us(
		    &u->retransmit, u->awaited.tries)) == -1)
			return end(u, RECEIVE_FAILED, errno);
		if ((got = take_packet(u)) != 0)
			return got;
		step = retransmit_step(&u->retransmit, &u->awaited, now_us(),
		    u->proven ? u->r->tries : RETRANSMIT_UNPROVEN);
		if (step == RETRANSMIT_LOST)
			return end(u, SEND_TIMEOUT, 0);
		if (step == RETRANSMIT_WAIT)
			continue;
		u->whole &= u->run == 0;
		u->gap = 0;
		if (repeat(u) == -1)
			return -1;
	}
}

int
receive_open(struct receive *r)
{
	size_t size = r->agreed.blksize + (size_t)1;

	r->packet = malloc(PACKET_HEADER_SIZE + size);
	r->text = malloc(size);
	return r->packet == NULL || r->text == NULL ? -1 : 0;
}

void
receive_file(struct receive *r, struct report *report)
{
	struct upload_state u = {
		.r = r, .report = report,
		.store = {
			.fd = r->upload->file_fd, .mode = r->mode,
			.size_max = r->size_max, .text = r->text,
		},
		.retransmit = {.first_ms = r->first_ms},
	};

	report->blksize = r->agreed.blksize;
	report->windowsize = r->agreed.windowsize;
	r->block = 0;
	u.begun_us = now_us();
	u.title_us = u.begun_us + TITLE_FIRST_US;
	if (receive_blocks(&u) == 1)
		report->outcome = RECEIVE_DONE;
	report->elapsed_us = now_us() - u.begun_us;
}

/*
 * Whether a block wants its ACK after the end: the last one; and behind a
 * last one whose number is 0 an empty one, which tftp-hpa and curl send.
 */
static int
is_over(const struct receive *r, const struct packet *p)
{
	unsigned last = block_number(r->block, r->agreed.rollover);

	return p->number == last ||
	    (last == 0 && p->number == 1 && p->n == 0);
}

void
receive_dally(const struct receive *r)
{
	unsigned char packet[PACKET_HEADER_SIZE + 1];
	uint64_t now = now_us(), end_us = now + DALLY_US;
	struct packet p;
	ssize_t n;

	for (; now < end_us; now = now_us()) {
		if (channel_timeout(r->channel, end_us - now) == -1 ||
		    (n = channel_receive(r->channel, packet,
		    sizeof(packet))) == -1)
			return;
		if (packet_parse(packet, (size_t)n, &p) == -1 ||
		    p.opcode != PACKET_DATA || !is_over(r, &p))
			continue;
		packet_ack(packet, p.number);
		if (channel_afford(r->channel, 1) > 0)
			(void)channel_send(r->channel, packet, PACKET_HEADER_SIZE);
	}
}
