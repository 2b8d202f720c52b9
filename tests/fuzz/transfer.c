/*
 * The sending of a file as a state machine: a client that does what the input
 * says, on a clock of its own. Whatever it sends, each block that goes out is
 * the file's, lies in the window behind what was acknowledged, and the
 * transfer ends; an address that never answered gets five packets at most; and
 * what is reported as sent went out whole.
 *
 * The input: which transfer it is, then what happens, see channel_receive().
 */
#include <errno.h>
#include <time.h>

#include "daemon/now.h"
#include "must.h"
#include "tftpd/packet.h"
#include "tftpd/retransmit.h"
#include "tftpd/send.h"

#define CONTENT_SIZE 3000
#define BLOCKS_MAX (2 * CONTENT_SIZE / 8 + 2)

static unsigned char content[CONTENT_SIZE];
static unsigned char text[2 * CONTENT_SIZE];	/* the same as netascii */

static struct {
	struct input in;
	const struct send *send;
	const struct report *report;
	uint64_t clock_us, timeout_us;
	const unsigned char *bytes;	/* what the client is to get */
	size_t n;
	unsigned window;		/* at most, in blocks */
	unsigned number;		/* that went out last */
	unsigned long packets;
	uint64_t each, heard;		/* packets for one that came; these */
	unsigned long unheard, repeats;	/* packets and timeouts since one */
	int acked;			/* there was something like an ACK */
	int send_error;			/* of the next packet; 0: none */
	int changed, unreadable;	/* what the file will be */
	unsigned char sent[BLOCKS_MAX];
} world;

uint64_t
now_us(void)
{
	return world.clock_us++;
}

int
nanosleep(const struct timespec *t, struct timespec *left)
{
	(void)left;
	world.clock_us += (uint64_t)t->tv_nsec / 1000;
	return 0;
}

int __wrap_bootfile_changed(const struct bootfile *b);
ssize_t __wrap_bootfile_read(const struct bootfile *b, void *buf, size_t n,
    uint64_t offset);
ssize_t __real_bootfile_read(const struct bootfile *b, void *buf, size_t n,
    uint64_t offset);

int
__wrap_bootfile_changed(const struct bootfile *b)
{
	(void)b;
	return world.changed;
}

ssize_t
__wrap_bootfile_read(const struct bootfile *b, void *buf, size_t n,
    uint64_t offset)
{
	if (world.unreadable) {
		errno = world.unreadable;
		return -1;
	}
	return __real_bootfile_read(b, buf, n, offset);
}

void *__wrap_lean_filled(size_t n);

/* Where a byte too far is seen. */
void *
__wrap_lean_filled(size_t n)
{
	return calloc(1, n);
}

/* Blocks that the server believes to have arrived. */
static uint64_t
acknowledged(void)
{
	uint64_t block = world.report->bytes / world.send->agreed.blksize;

	/* Netascii has no window: the number is the block. */
	return world.send->mode == MODE_NETASCII && world.number > 0 ?
	    world.number - 1u : block;
}

static void
check_block(unsigned number, const unsigned char *bytes, size_t n)
{
	const uint64_t blksize = world.send->agreed.blksize;
	uint64_t block, at, left;
	uint32_t distance;

	if (world.send->mode == MODE_NETASCII) {
		must(number == world.number || number == world.number + 1,
		    "not the next block of a text");
		block = number;
	} else {
		distance = block_distance(acknowledged(), number,
		    world.send->agreed.rollover);
		must(distance >= 1 && distance <= world.window,
		    "a block outside of the window");
		block = acknowledged() + distance;
	}
	at = (block - 1) * blksize;
	must(block >= 1 && at <= world.n, "a block behind the end");
	left = world.n - at;
	must(n == (left < blksize ? left : blksize), "a block of wrong length");
	must(memcmp(bytes, world.bytes + at, n) == 0, "not the file's bytes");
	world.number = number;
	world.sent[block] = 1;
}

static void
check_packet(const unsigned char *bytes, size_t n)
{
	struct packet p;

	world.packets++;
	world.unheard++;
	must(world.each == 0 ||
	    world.packets <= CREDIT_EACH + world.each * world.heard,
	    "more than was paid for");
	must(world.unheard <= 5 * world.window + world.repeats + 2,
	    "a flood for who is silent");
	must(n >= 4 && n <= PACKET_HEADER_SIZE + BLKSIZE_MAX, "no packet");
	if (bytes[1] == PACKET_OACK) {
		must(world.send->agreed.any && world.report->bytes == 0 &&
		    bytes[n - 1] == '\0', "an OACK at the wrong time");
		return;
	}
	must(packet_parse(bytes, n, &p) == 0 && p.opcode != PACKET_ACK,
	    "neither DATA nor an ERROR");
	if (p.opcode == PACKET_DATA)
		check_block(p.number, p.data, p.n);
	else
		must(bytes[n - 1] == '\0', "an ERROR without an end");
}

/* -1: this packet cannot be sent. */
static int
fails(void)
{
	if (world.send_error == 0)
		return 0;
	errno = world.send_error;
	world.send_error = 0;
	return -1;
}

uint64_t
channel_afford(struct channel *c, uint64_t n)
{
	return credit_take(&c->credit, n);
}

int
channel_send(struct channel *c, const void *bytes, size_t n)
{
	(void)c;
	if (fails() == -1)
		return -1;
	check_packet(bytes, n);
	return 0;
}

int
channel_send_pieces(struct channel *c, struct iovec *pieces, size_t n,
    unsigned segment)
{
	static unsigned char all[65536];
	size_t size = 0, at, part;

	(void)c;
	if (fails() == -1)
		return -1;
	for (size_t i = 0; i < n; i++) {
		must(pieces[i].iov_len <= sizeof(all) - size,
		    "more than a datagram");
		memcpy(all + size, pieces[i].iov_base, pieces[i].iov_len);
		size += pieces[i].iov_len;
	}
	must(size <= 65507, "more than UDP carries");
	for (at = 0; at < size; at += part) {
		part = segment == 0 || size - at < segment ? size - at :
		    segment;
		check_packet(all + at, part);
	}
	return 0;
}

int
channel_timeout(struct channel *c, uint64_t us)
{
	(void)c;
	world.timeout_us = us;
	return 0;
}

/* Something came from the client. */
static void
hear(void)
{
	world.heard++;
	world.unheard = world.repeats = 0;
}

static ssize_t
put_packet(unsigned char *bytes, size_t size, unsigned opcode, unsigned number,
    size_t more)
{
	const unsigned char *piece = input_piece(&world.in, &more);
	unsigned char packet[PACKET_HEADER_SIZE + 255];
	size_t n = PACKET_HEADER_SIZE + more;

	packet_data_header(packet, number);
	packet[1] = (unsigned char)opcode;
	if (more > 0)
		memcpy(packet + PACKET_HEADER_SIZE, piece, more);
	world.acked |= opcode == PACKET_ACK;
	n = n < size ? n : size;
	memcpy(bytes, packet, n);
	hear();
	return (ssize_t)n;
}

/* What the network card and the disk are to say from now on. */
static ssize_t
trouble(unsigned kind)
{
	static const int errors[] = { EACCES, EIO, EINVAL, EMSGSIZE, EBADF };

	if (kind < 5)
		world.send_error = errors[kind];
	else if (kind == 5)
		world.changed = 1;
	else if (kind == 6)
		world.unreadable = ESTALE;
	else if (kind == 7)
		world.unreadable = EIO;
	else {
		errno = kind == 8 ? ECONNREFUSED : ECONNRESET;
		return -1;
	}
	return 0;
}

static ssize_t
receive(void *bytes, size_t n)
{
	const unsigned what = world.in.n == 0 ? 5 : input_byte(&world.in);
	const unsigned char *piece;
	size_t piece_n;

	switch (what & 7) {
	case 0: case 1:
		return put_packet(bytes, n, PACKET_ACK, world.number, 0);
	case 2:
		return put_packet(bytes, n, PACKET_ACK,
		    (world.number - input_byte(&world.in)) & 0xffff, what >> 7);
	case 3:
		return put_packet(bytes, n, PACKET_ACK,
		    input_word(&world.in), 0);
	case 4:
		piece_n = what >> 3;
		piece = input_piece(&world.in, &piece_n);
		if (piece_n > 0)
			memcpy(bytes, piece, piece_n);
		world.acked |= piece_n >= 4 && piece[1] == PACKET_ACK;
		if (piece_n > 0)
			hear();
		return (ssize_t)piece_n;
	case 5:
		world.clock_us += world.timeout_us;
		world.repeats++;
		return 0;
	case 6:
		return put_packet(bytes, n, PACKET_ERROR,
		    input_byte(&world.in), what >> 3);
	default:
		return trouble((what >> 3) % 12);
	}
}

ssize_t
channel_receive(struct channel *c, void *bytes, size_t n)
{
	const ssize_t got = receive(bytes, n);

	if (got > 0)
		credit_earn(&c->credit);
	return got;
}

/* Random bytes, and lines of text. */
static void
fill(void)
{
	static const char line[] = "d-i\r\n\nx\ry\0";
	uint32_t x = 1;

	for (size_t i = 0; i < CONTENT_SIZE; i++) {
		x = x * 1664525 + 1013904223;
		content[i] = x >> 30 == 0 ?
		    (unsigned char)line[i % sizeof(line)] :
		    (unsigned char)(x >> 24);
	}
}

/* The text as a client is to get it (RFC 764): how long it is. */
static size_t
as_netascii(size_t n)
{
	size_t to = 0;

	for (size_t i = 0; i < n; i++) {
		if (content[i] == '\n')
			text[to++] = '\r';
		text[to++] = content[i];
		if (content[i] == '\r')
			text[to++] = '\0';
	}
	return to;
}

/* A request for some of the options, and what is agreed. */
static void
agree(struct input *in, struct send *s)
{
	struct option_limits l = { .blksize_max = BLKSIZE_MAX,
	    .path_blksize = BLKSIZE_MAX, .windowsize_max = WINDOWSIZE_MAX };
	struct request r = { .opcode = REQUEST_RRQ, .mode = s->mode };
	unsigned which = input_byte(in);
	const unsigned sizes[] = { 8, 9, 16, 100, 512, 1468, 65464, 7 };

	r.option[OPTION_BLKSIZE].asked = (which & 1) != 0;
	r.option[OPTION_BLKSIZE].value = sizes[which >> 5];
	r.option[OPTION_WINDOWSIZE].asked = (which & 2) != 0;
	r.option[OPTION_WINDOWSIZE].value = input_byte(in) & 63;
	r.option[OPTION_ROLLOVER].asked = (which & 4) != 0;
	r.option[OPTION_ROLLOVER].value = which >> 7;
	r.option[OPTION_TSIZE].asked = (which & 8) != 0;
	r.option[OPTION_MSFTWINDOW].asked = (which & 16) != 0;
	r.option[OPTION_MSFTWINDOW].value = MSFTWINDOW_ASKED;
	r.option[OPTION_TIMEOUT].asked = (which & 64) != 0;
	r.option[OPTION_TIMEOUT].value = 1;
	r.option[OPTION_UTIMEOUT].asked = (which & 3) == 2;
	r.option[OPTION_UTIMEOUT].value = UTIMEOUT_MIN_US;
	option_agree(&r, &l, s->file->size, &s->agreed);
}

/* The file, in one to three pieces of memory. */
static void
make_file(struct input *in, struct bootfile *b, size_t size)
{
	size_t first = input_byte(in), second = input_byte(in);

	first = first < size ? first : size;
	second = second < size - first ? second : size - first;
	bootfile_add_memory(b, (char *)content, first);
	bootfile_add_memory(b, (char *)content + first, second);
	bootfile_add_memory(b, (char *)content + first + second,
	    size - first - second);
}

/* Any port, the one that all have, ten of them, more than can be guessed. */
static unsigned
guesses_of(unsigned kind)
{
	struct port_range ports = {.first = kind < 2 ? 0 : 40000,
	    .last = kind == 2 ? 40009 : 45000};
	unsigned guesses = credit_guesses(kind == 1, &ports);

	must(guesses == (kind == 1 ? 1 : kind == 2 ? 10 : 0) &&
	    credit_window(guesses) == guesses * CREDIT_WINDOW,
	    "another number of guesses");
	return guesses;
}

static void
check_end(const struct send *s, const struct report *r)
{
	must(r->bytes <= s->file->size && r->resent <= world.packets &&
	    r->blksize == s->agreed.blksize, "a report that cannot be");
	must(r->outcome <= SEND_FAILED && r->outcome != SEND_NO_PORT,
	    "another end");
	must(memchr(r->text, '\0', sizeof(r->text)) != NULL,
	    "a text without an end");
	if (!world.acked)
		must(world.packets <= RETRANSMIT_UNPROVEN + 1,
		    "much for an address that may be forged");
	if (r->outcome != SEND_DONE)
		return;
	must(r->bytes == s->file->size && world.acked, "done too early");
	for (size_t i = 1; i <= world.n / s->agreed.blksize + 1; i++)
		must(world.sent[i], "a block was left out");
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	static char title[] = "fuzz";
	static struct bootfile b;
	struct input in = {bytes, n};
	struct channel channel;
	struct report report = {.bytes = 0};
	struct send s = {.channel = &channel, .file = &b, .title = title};
	unsigned kind, guesses;

	if (content[0] == 0 && content[1] == 0)
		fill();
	memset(&channel, 0, sizeof(channel));
	memset(&world, 0, sizeof(world));
	memset(&b, 0, sizeof(b));
	kind = input_byte(&in);
	guesses = guesses_of(kind >> 4 & 3);
	s.mode = kind & 1 ? MODE_NETASCII : MODE_OCTET;
	s.tries = 1 + (kind >> 6);
	s.first_ms = kind & 2 ? 1000 : 0;
	make_file(&in, &b, input_word(&in) % (kind & 4 ? CONTENT_SIZE : 100));
	agree(&in, &s);
	credit_begin(&channel.credit, guesses, s.agreed.windowsize);
	credit_ask(&channel.credit);
	world.each = channel.credit.each;
	world.send = &s;
	world.report = &report;
	world.n = s.mode == MODE_NETASCII ? as_netascii(b.size) : b.size;
	world.bytes = s.mode == MODE_NETASCII ? text : content;
	world.window = s.agreed.granted[OPTION_MSFTWINDOW] ?
	    s.agreed.window_max : s.agreed.windowsize;
	world.in = in;
	if ((kind & 8) == 0)
		send_open(&s);
	send_file(&s, &report);
	free(s.burst);
	check_end(&s, &report);
	return 0;
}
