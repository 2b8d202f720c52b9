/*
 * The receiving of a file as a state machine: a client that does what the
 * input says, on a clock of its own. Whatever it sends, the file holds the
 * blocks that came in order and nothing else, no block is acknowledged that did
 * not come, the last one only when the file has its name; and it ends.
 *
 * The input: which transfer it is, then what happens, see channel_receive().
 */
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemon/now.h"
#include "must.h"
#include "tftpd/packet.h"
#include "tftpd/receive.h"
#include "tftpd/retransmit.h"

#define FILE_FD 1000
#define REPORT_FD 1001
#define NAME_FD 1002
#define SIZE 32768

static struct {
	struct input in;
	const struct receive *receive;
	uint64_t clock_us, timeout_us;
	unsigned char want[SIZE];	/* the blocks, one behind the other */
	size_t want_n;
	unsigned char file[SIZE];
	size_t file_n;
	int disk_error;			/* of the next write; 0: none */
	int name_error;			/* of the parent, with the name */
	int parent_gone;
	int whole;			/* the last block has come */
	int asked;			/* for the name, how often */
	int named, answered;
	unsigned long packets;
	uint64_t each, heard;		/* packets for one that came; these */
} world;

uint64_t
now_us(void)
{
	return world.clock_us++;
}

ssize_t __wrap_write(int fd, const void *bytes, size_t n);
ssize_t __real_write(int fd, const void *bytes, size_t n);
int __wrap_fdatasync(int fd);

ssize_t
__wrap_write(int fd, const void *bytes, size_t n)
{
	if (fd != FILE_FD)
		return __real_write(fd, bytes, n);
	if (world.disk_error != 0) {
		errno = world.disk_error;
		if (errno != EINTR)
			return -1;
		world.disk_error = 0;
		n = n / 2;	/* some of it, and the rest later */
		if (n == 0)
			return -1;
	}
	must(n <= SIZE - world.file_n, "more than was sent");
	memcpy(world.file + world.file_n, bytes, n);
	world.file_n += n;
	return (ssize_t)n;
}

int
reporting_send(int fd, const void *sent, size_t n)
{
	const struct report *report = sent;

	must(n == sizeof(*report), "another record");
	must(fd == REPORT_FD && report->outcome == RECEIVE_ASKS,
	    "another report");
	return world.parent_gone ? -1 : 0;
}

int
__wrap_fdatasync(int fd)
{
	must(fd == FILE_FD, "another file");
	errno = world.disk_error;
	return world.disk_error == 0 || world.disk_error == EINTR ? 0 : -1;
}

ssize_t __wrap_send(int fd, const void *bytes, size_t n, int flags);
ssize_t __real_send(int fd, const void *bytes, size_t n, int flags);
ssize_t __wrap_recv(int fd, void *bytes, size_t n, int flags);
ssize_t __real_recv(int fd, void *bytes, size_t n, int flags);

/* What the parent is asked: for the name, and then not to give it any more. */
ssize_t
__wrap_send(int fd, const void *bytes, size_t n, int flags)
{
	if (fd != NAME_FD)
		return __real_send(fd, bytes, n, flags);
	must(n == 1 && *(const char *)bytes == (world.asked ? '!' : '?'),
	    "another question");
	must(world.whole, "a name for half a file");
	world.asked++;
	return 1;
}

/* EPIPE stands for a parent that sleeps: it answers nothing. */
ssize_t
__wrap_recv(int fd, void *bytes, size_t n, int flags)
{
	if (fd != NAME_FD)
		return __real_recv(fd, bytes, n, flags);
	must(world.asked > 0 && n == sizeof(world.name_error), "an answer");
	if (world.name_error == EPIPE) {
		errno = EAGAIN;
		return -1;
	}
	memcpy(bytes, &world.name_error, n);
	world.named = world.name_error == 0;
	return (ssize_t)n;
}

uint64_t
channel_afford(struct channel *c, uint64_t n)
{
	return credit_take(&c->credit, n);
}

int
channel_send(struct channel *c, const void *bytes, size_t n)
{
	const struct receive *r = world.receive;
	const unsigned char *b = bytes;

	(void)c;
	world.packets++;
	must(world.each == 0 ||
	    world.packets <= CREDIT_EACH + world.each * world.heard,
	    "more than was paid for");
	must(n >= 4 && n <= PACKET_SMALL_SIZE, "no packet");
	if (b[1] == PACKET_OACK)
		must(r->agreed.any && r->block == 0, "a late OACK");
	else if (b[1] == PACKET_ACK)
		must(n == 4 && ((unsigned)b[2] << 8 | b[3]) == block_number(
		    r->block, r->agreed.rollover) && (!world.whole ||
		    world.named), "an ACK of what did not come");
	else
		must(b[1] == PACKET_ERROR && b[n - 1] == '\0',
		    "neither ACK nor ERROR");
	return 0;
}

int
channel_timeout(struct channel *c, uint64_t us)
{
	(void)c;
	world.timeout_us = us;
	return 0;
}

/* The server takes this: is it what it waits for? */
static ssize_t
arrives(void *bytes, size_t size, const unsigned char *packet, size_t n)
{
	const struct receive *r = world.receive;
	const unsigned next = block_number(r->block + 1, r->agreed.rollover);

	n = n < size ? n : size;
	if (n > 0)
		memcpy(bytes, packet, n);
	if (n < 4 || packet[0] != 0)
		return (ssize_t)n;
	world.answered |= packet[1] == PACKET_DATA;
	if (packet[1] != PACKET_DATA || world.whole ||
	    ((unsigned)packet[2] << 8 | packet[3]) != next ||
	    n - 4 > r->agreed.blksize)
		return (ssize_t)n;
	must(n - 4 <= SIZE - world.want_n, "a script too long");
	memcpy(world.want + world.want_n, packet + 4, n - 4);
	world.want_n += n - 4;
	world.whole = n - 4 < r->agreed.blksize;
	return (ssize_t)n;
}

/* A block some way from the next one, of n bytes. */
static ssize_t
data(void *bytes, size_t size, int from_next, size_t n)
{
	static unsigned char packet[PACKET_HEADER_SIZE + BLKSIZE_MAX];
	static const char pattern[] = "ab\r\nc\r\0d\re\n";
	const struct receive *r = world.receive;
	const uint64_t block = r->block + 1 + (uint64_t)from_next;

	if (n > 2048 || world.want_n > SIZE - 4096)
		n = 0;
	packet_data_header(packet, block_number(block, r->agreed.rollover));
	for (size_t i = 0; i < n; i++)
		packet[4 + i] = (unsigned char)pattern[
		    ((size_t)block * 7 + i) % sizeof(pattern)];
	return arrives(bytes, size, packet, 4 + n);
}

static ssize_t
trouble(unsigned kind)
{
	static const int disk[] = { ENOSPC, EDQUOT, EFBIG, EIO, EINTR };
	static const int name[] = { EPIPE, EEXIST, ENOSPC, EACCES, EIO };

	if (kind < 5)
		world.disk_error = disk[kind];
	else if (kind < 10)
		world.name_error = name[kind - 5];
	else if (kind == 10)
		world.parent_gone = 1;
	else {
		errno = kind < 13 ? ECONNREFUSED : ECONNRESET;
		return -1;
	}
	return 0;
}

static ssize_t
receive(void *bytes, size_t n)
{
	const unsigned what = world.in.n == 0 ? 5 : input_byte(&world.in);
	const unsigned blksize = world.receive->agreed.blksize;
	const unsigned char *piece;
	unsigned char packet[40] = { 0, PACKET_ERROR, 0, 1 };
	size_t piece_n = what >> 3;

	switch (what & 7) {
	case 0: case 1:
		return data(bytes, n, 0, blksize);
	case 2:
		return data(bytes, n, 0, input_word(&world.in) %
		    (blksize + 2));
	case 3:
		return data(bytes, n, (int)input_byte(&world.in) - 128,
		    what & 128 ? blksize : piece_n);
	case 4:
		piece = input_piece(&world.in, &piece_n);
		return arrives(bytes, n, piece, piece_n);
	case 5:
		world.clock_us += world.timeout_us;
		return 0;
	case 6:
		piece = input_piece(&world.in, &piece_n);
		if (piece_n > 0)
			memcpy(packet + 4, piece, piece_n);
		return arrives(bytes, n, packet, 4 + piece_n);
	default:
		return trouble((what >> 3) % 14);
	}
}

ssize_t
channel_receive(struct channel *c, void *bytes, size_t n)
{
	const ssize_t got = receive(bytes, n);

	if (got > 0) {
		world.heard++;
		credit_earn(&c->credit);
	}
	return got;
}

/* What a file has to hold: netascii's line ends are the system's. */
static size_t
as_file(const unsigned char *from, size_t n, unsigned char *to)
{
	size_t used = 0;

	for (size_t i = 0; i < n; i++) {
		if (from[i] != '\r' || i + 1 == n) {
			to[used++] = from[i];
		} else if (from[i + 1] == '\n') {
			to[used++] = '\n';
			i++;
		} else if (from[i + 1] == '\0') {
			to[used++] = '\r';
			i++;
		} else {
			to[used++] = '\r';
		}
	}
	return used;
}

static void
check_end(const struct receive *r, const struct report *report)
{
	static unsigned char want[SIZE];
	size_t n = world.want_n;

	must(report->outcome >= SEND_ABORTED && (report->outcome <=
	    SEND_TIMEOUT || report->outcome == SEND_ORPHANED ||
	    report->outcome >= RECEIVE_DONE), "another end");
	must(world.file_n <= r->size_max, "more than -z");
	must(report->bytes == world.file_n, "another size is reported");
	must((report->outcome == RECEIVE_DONE) == world.named,
	    "done without a name, or a name and not done");
	memcpy(want, world.want, n);
	if (r->mode == MODE_NETASCII)
		n = as_file(world.want, n, want);
	must(world.file_n <= n && memcmp(want, world.file, world.file_n) == 0,
	    "the file is another");
	if (report->outcome == RECEIVE_DONE)
		must(world.file_n == n && world.whole, "half a file is done");
	if (!world.answered)
		must(world.packets <= RETRANSMIT_UNPROVEN + 1,
		    "much for an address that may be forged");
}

static void
agree(struct input *in, struct receive *r)
{
	struct option_limits l = { .blksize_max = BLKSIZE_MAX,
	    .path_blksize = 1468, .windowsize_max = 64 };
	struct request q = { .opcode = REQUEST_WRQ, .mode = r->mode };
	const unsigned sizes[] = { 8, 9, 16, 100, 512, 1468, 65464, 7 };
	unsigned which = input_byte(in);

	q.option[OPTION_BLKSIZE].asked = which & 1;
	q.option[OPTION_BLKSIZE].value = sizes[which >> 5];
	q.option[OPTION_WINDOWSIZE].asked = (which & 2) != 0;
	q.option[OPTION_WINDOWSIZE].value = input_byte(in);
	q.option[OPTION_ROLLOVER].asked = (which & 4) != 0;
	q.option[OPTION_ROLLOVER].value = which >> 7;
	q.option[OPTION_TSIZE].asked = (which & 8) != 0;
	q.option[OPTION_TIMEOUT].asked = (which & 16) != 0;
	q.option[OPTION_TIMEOUT].value = 1 + (which >> 5);
	option_agree(&q, &l, 1000, &r->agreed);
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	static char title[] = "fuzz";
	struct input in = {bytes, n};
	struct channel channel;
	struct upload upload = {.file_fd = FILE_FD,
	    .name_fd = {NAME_FD, -1}};
	struct report report = {.bytes = 0};
	struct receive r = {.channel = &channel, .upload = &upload,
	    .report_fd = REPORT_FD, .title = title};
	unsigned kind;

	memset(&channel, 0, sizeof(channel));
	memset(&world, 0, sizeof(world));
	kind = input_byte(&in);
	r.mode = kind & 1 ? MODE_NETASCII : MODE_OCTET;
	r.first_ms = kind & 2 ? 1000 : 0;
	r.tries = 1 + (kind >> 6);
	r.size_max = kind & 8 ? input_word(&in) : UINT64_MAX;
	agree(&in, &r);
	credit_begin(&channel.credit, kind & 16 ? 1 + (kind >> 5 & 1) * 9 : 0,
	    1);
	credit_ask(&channel.credit);
	world.each = channel.credit.each;
	world.receive = &r;
	world.in = in;
	must(receive_open(&r) == 0, "no memory");
	receive_file(&r, &report);
	if (report.outcome == RECEIVE_DONE)
		receive_dally(&r);
	free(r.packet);
	free(r.text);
	check_end(&r, &report);
	return 0;
}
