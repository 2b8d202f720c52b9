/*
 * The process of a multicast group as a state machine: clients that come and
 * send what the input says, on a clock of their own. Each block that goes out
 * is the file's, no stranger is answered, every client ends in one report, and
 * the process ends.
 *
 * The input: how large the file is, then what happens, see __wrap_poll().
 */
#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tftpd/cast.h"
#include "tftpd/channel.h"
#include "must.h"
#include "daemon/now.h"
#include "tftpd/packet.h"

#define CLIENTS 4		/* that may come; more are strangers */
#define SOCKET_FD 1000
#define NEWCOMER_FD 1001
#define REPORT_FD 1002
#define GROUP_PORT 1758
#define CONTENT_SIZE 1000

static unsigned char content[CONTENT_SIZE];

static struct {
	struct input in;
	jmp_buf end;
	uint64_t clock_us;
	size_t size, blksize;
	int member[CLIENTS];		/* the slot + 1; 0: it is none */
	unsigned number;		/* of the block that went out last */
	int closed;			/* nobody comes any more */
	int changed, unreadable, send_error;
	int deaf;			/* the parent takes no reports */
	int lockin_error;
	unsigned guesses;		/* 0: as many packets as it likes */
	unsigned long may_send;
	unsigned char *packet;
	void *room;		/* of the members */
} world;

uint64_t
now_us(void)
{
	return world.clock_us++;
}

static union address
address_of(unsigned client)
{
	union address a;

	memset(&a, 0, sizeof(a));
	a.in.sin_family = AF_INET;
	a.in.sin_addr.s_addr = htonl(0x0a090015);
	a.in.sin_port = htons((uint16_t)(2000 + client));
	return a;
}

/* What the process asks the system for, and what it gets. */
int __wrap_poll(struct pollfd *fds, nfds_t n, int timeout_ms);
int __real_poll(struct pollfd *fds, nfds_t n, int timeout_ms);
ssize_t __wrap_recv(int fd, void *bytes, size_t n, int flags);
ssize_t __wrap_recvfrom(int fd, void *bytes, size_t n, int flags,
    struct sockaddr *from, socklen_t *from_n);
ssize_t __wrap_sendto(int fd, const void *bytes, size_t n, int flags,
    const struct sockaddr *to, socklen_t to_n);
int __wrap_socket(int family, int type, int protocol);
int __wrap_setsockopt(int fd, int level, int name, const void *value,
    socklen_t n);
int __wrap_shutdown(int fd, int how);
void *__wrap_malloc(size_t n);
void *__real_malloc(size_t n);
void *__wrap_calloc(size_t number, size_t n);
void *__real_calloc(size_t number, size_t n);
_Noreturn void __wrap__exit(int status);
_Noreturn void __real__exit(int status);
int __wrap_bootfile_changed(const struct bootfile *b);
ssize_t __wrap_bootfile_read(const struct bootfile *b, void *buf, size_t n,
    uint64_t offset);
ssize_t __real_bootfile_read(const struct bootfile *b, void *buf, size_t n,
    uint64_t offset);
void __wrap_report_log(const char *text, const struct report *report);

int
__wrap_socket(int family, int type, int protocol)
{
	must(family == AF_INET || family == AF_INET6, "another family");
	must((type & SOCK_DGRAM) != 0 && protocol == 0, "another socket");
	return SOCKET_FD;
}

int
__wrap_setsockopt(int fd, int level, int name, const void *value, socklen_t n)
{
	(void)level;
	(void)name;
	must(fd == SOCKET_FD && value != NULL && n > 0, "another option");
	return 0;
}

int
channel_bind(int fd, const union address *a, const struct port_range *ports)
{
	(void)a;
	(void)ports;
	return fd == SOCKET_FD ? 0 : -1;
}

int
channel_prepare(int fd)
{
	return fd == SOCKET_FD ? 0 : -1;
}

int
lockin_child(const struct lockin *l, enum lockin_kind kind)
{
	must(l != NULL && kind == LOCKIN_CAST, "another list of calls");
	errno = world.lockin_error;
	return world.lockin_error == 0 ? 0 : -1;
}

/* The block's memory ends with the process. */
void *
__wrap_malloc(size_t n)
{
	void *p = __real_malloc(n);

	if (n == PACKET_HEADER_SIZE + world.blksize && world.packet == NULL)
		world.packet = p;
	return p;
}

/* And so does the members' room. */
void *
__wrap_calloc(size_t number, size_t n)
{
	void *p = __real_calloc(number, n);

	if (n == sizeof(struct member) && world.room == NULL)
		world.room = p;
	return p;
}

_Noreturn void
__wrap__exit(int status)
{
	if (world.blksize == 0)
		__real__exit(status);
	must(status == 0, "another status");
	longjmp(world.end, 1);
}

int
__wrap_shutdown(int fd, int how)
{
	must(fd == NEWCOMER_FD && how == SHUT_RD, "another end");
	world.closed = 1;
	return 0;
}

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
	if (world.unreadable == 0)
		return __real_bootfile_read(b, buf, n, offset);
	errno = world.unreadable;
	return -1;
}

/* A report is the end of one client. */
static void
is_over(const struct report *r)
{
	must(r->slot < CLIENTS && world.member[r->slot] != 0,
	    "a report of nobody");
	must(r->bytes <= world.size && (r->outcome != SEND_DONE ||
	    r->bytes == world.size), "another size");
	must(memchr(r->text, '\0', sizeof(r->text)) != NULL,
	    "a text without an end");
	world.member[r->slot] = 0;
}

int
reporting_send(int fd, const void *sent, size_t n)
{
	const struct report *report = sent;

	must(n == sizeof(*report), "another record");
	must(fd == REPORT_FD, "another socket");
	if (world.deaf)
		return -1;
	is_over(report);
	return 0;
}

void
__wrap_report_log(const char *text, const struct report *report)
{
	must(world.deaf && strcmp(text, "file=f") == 0, "another text");
	is_over(report);
}

static void
check_block(const unsigned char *bytes, size_t n)
{
	const size_t number = (size_t)bytes[2] << 8 | bytes[3];
	const size_t at = (number - 1) * world.blksize;

	must(bytes[1] == PACKET_DATA && number >= 1 && at <= world.size,
	    "a block that the file has not");
	must(n - 4 == (world.size - at < world.blksize ? world.size - at :
	    world.blksize) && memcmp(bytes + 4, content + at, n - 4) == 0,
	    "not the file's bytes");
	world.number = (unsigned)number;
}

ssize_t
__wrap_sendto(int fd, const void *bytes, size_t n, int flags,
    const struct sockaddr *to, socklen_t to_n)
{
	const unsigned char *b = bytes;
	union address a;
	unsigned client;

	must(fd == SOCKET_FD && flags == 0 && to_n == sizeof(a.in) && n >= 4,
	    "another socket");
	must(world.guesses == 0 || world.may_send-- > 0,
	    "more than three packets for one");
	memcpy(&a, to, to_n);
	client = address_port(&a) - 2000;
	if (address_port(&a) == GROUP_PORT)
		check_block(b, n);
	else
		must(client < CLIENTS && world.member[client] != 0 &&
		    (b[1] == PACKET_OACK || b[1] == PACKET_ERROR) &&
		    n <= PACKET_SMALL_SIZE, "an answer to a stranger");
	if (world.send_error == 0)
		return (ssize_t)n;
	errno = world.send_error;
	return -1;
}

ssize_t
__wrap_recv(int fd, void *bytes, size_t n, int flags)
{
	static struct newcomer told;
	unsigned which, client;

	must(fd == NEWCOMER_FD && n == sizeof(told) && flags == MSG_DONTWAIT,
	    "another socket");
	if (world.closed || world.in.n == 0)
		return 0;
	which = input_byte(&world.in);
	client = which % CLIENTS;
	if (which >> 7) {
		errno = which >> 6 & 1 ? EAGAIN : ECONNRESET;
		return which >> 5 & 1 ? -1 : 10;
	}
	memset(&told, 0, sizeof(told));
	told.client = address_of(client);
	told.slot = client;
	told.agreed.blksize = (unsigned)world.blksize;
	told.agreed.any = 1;
	told.agreed.granted[OPTION_TSIZE] = which >> 2 & 1;
	told.agreed.requested_timeout_us = which >> 3 & 1 ? 1000000 : 0;
	strcpy(told.text, "file=f");
	world.member[client] = 1;
	world.may_send += CREDIT_EACH;
	memcpy(bytes, &told, sizeof(told));
	return sizeof(told);
}

ssize_t
__wrap_recvfrom(int fd, void *bytes, size_t n, int flags,
    struct sockaddr *from, socklen_t *from_n)
{
	const unsigned which = input_byte(&world.in);
	union address a = address_of(which % (CLIENTS + 1));
	unsigned char packet[4] = { 0, PACKET_ACK, 0, 0 };
	const unsigned char *piece;
	size_t piece_n;

	must(fd == SOCKET_FD && flags == MSG_DONTWAIT &&
	    *from_n >= sizeof(a.in), "another socket");
	world.may_send += (unsigned long)world.guesses * CREDIT_EACH;
	memcpy(from, &a, sizeof(a.in));
	*from_n = sizeof(a.in);
	switch (which / (CLIENTS + 1) % 4) {
	case 0:
		packet_ack(packet, world.number + which / 128);
		break;
	case 1:
		packet_ack(packet, input_word(&world.in));
		break;
	case 2:
		packet[1] = (unsigned char)input_byte(&world.in);
		piece_n = 30;
		piece = input_piece(&world.in, &piece_n);
		must(piece_n + 4 <= n, "no room");
		memcpy((unsigned char *)bytes + 4, piece, piece_n);
		memcpy(bytes, packet, 4);
		return (ssize_t)piece_n + 4;
	default:
		errno = EAGAIN;
		return -1;
	}
	memcpy(bytes, packet, 4);
	return 4;
}

static void
trouble(unsigned kind)
{
	if (kind == 0)
		world.changed = 1;
	else if (kind == 1)
		world.unreadable = ESTALE;
	else if (kind == 2)
		world.unreadable = EIO;
	else if (kind == 3)
		world.deaf = !world.deaf;
	else
		world.send_error = kind == 4 ? ENETUNREACH : 0;
}

/* Whether there is something at either socket; otherwise time passes. */
int
__wrap_poll(struct pollfd *fds, nfds_t n, int timeout_ms)
{
	const int waits = world.closed || fds[1].fd == -1;
	unsigned what = 3;

	if (world.blksize == 0)
		return __real_poll(fds, n, timeout_ms);
	must(n == 2 && fds[0].fd == SOCKET_FD, "other sockets");
	if (world.in.n > 0)
		what = input_byte(&world.in);
	fds[0].revents = fds[1].revents = 0;
	if (world.in.n == 0 && !waits)
		what = 0;	/* the parent has gone */
	if (what % 8 == 7)
		trouble((what >> 3) % 6);
	if (what % 8 < 2 && fds[1].fd != -1)
		fds[1].revents = POLLIN;
	if (what % 8 == 1 || what % 8 == 2 || what % 8 > 3)
		fds[0].revents = POLLIN;
	if (fds[0].revents != 0 || fds[1].revents != 0)
		return 1;
	must(timeout_ms >= 0 || !waits, "it waits for ever");
	if (timeout_ms > 0)
		world.clock_us += (uint64_t)timeout_ms * 1000;
	return 0;
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	static const unsigned sizes[] = { 8, 16, 100, 512 };
	struct input in = {bytes, n};
	struct multicast m = {.ttl = 1, .title = "fuzz",
	    .clients_max = CLIENTS, .newcomer_fd = NEWCOMER_FD, .report_fd = REPORT_FD};
	unsigned kind = input_byte(&in);

	for (size_t i = 0; i < CONTENT_SIZE; i++)
		content[i] = (unsigned char)(i * 7 + i / 256);
	memset(&world, 0, sizeof(world));
	m.group = address_of(0);
	m.group.in.sin_addr.s_addr = htonl(0xefff0001);
	m.group.in.sin_port = htons(GROUP_PORT);
	m.asked.from = address_of(0);
	if (kind == 255) {	/* no sooner is it open than it fails */
		world.lockin_error = EPERM;
		m.asked.from.sa.sa_family = AF_INET6;
	}
	world.size = input_word(&in) % CONTENT_SIZE;
	bootfile_add_memory(&m.file, (char *)content, world.size);
	m.blksize = sizes[kind % 4];
	m.first_ms = kind & 4 ? 1000 : 0;
	m.tries = 1 + (kind >> 4);
	m.guesses = world.guesses = kind & 8 ? 1 : 0;
	world.in = in;
	world.blksize = m.blksize;
	if (setjmp(world.end) == 0)
		multicast_run(&m);
	world.blksize = 0;
	free(world.packet);
	free(world.room);
	for (size_t i = 0; i < CLIENTS; i++)
		must(world.member[i] == 0, "a client without an end");
	return 0;
}
