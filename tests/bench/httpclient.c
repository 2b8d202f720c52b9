/*
 * An HTTP client that asks on many connections at once, to measure servers
 * with. It reads no more of a body than the kernel has to count, so that what
 * is measured is the server.
 *
 *	httpclient [-a address] [-c connections] [-d clients] [-n requests] [-p port]
 *	    [-r requests] address path
 *
 * Asks for the path n times, on c connections at once, r times on each (-r 0:
 * as long as the server keeps it), and prints one line: seconds, bytes of
 * bodies, answers that were 200 and whole, answers with another status, what
 * failed, and the connections that were opened. The connections come from
 * clients with an address of their own each, which begin at -a: as many as
 * there are connections at once, or -d of them, who take turns.
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SILENCE_US 30000000
#define PIECE (1 << 20)

struct connection {
	int fd;
	unsigned asked;			/* requests on it, with this one */
	int connecting, closes;
	char head[8192];
	size_t head_n;
	unsigned status;		/* 0: the head is not whole */
	uint64_t size, got;		/* of the body */
	uint64_t heard_us;
};

static struct {
	struct sockaddr_in server, from;
	const char *path;
	unsigned connections, clients, requests, each, port;
	int epoll_fd;
} given = {.connections = 1, .requests = 1, .each = 1, .port = 80};

static struct {
	uint64_t bytes;
	unsigned begun, opened, done, refused, failed;
} total;

static uint64_t
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static int
is_last(const struct connection *c)
{
	return given.each != 0 && c->asked == given.each;
}

static void
ask(struct connection *c)
{
	char text[1024];
	int n;

	c->asked++;
	c->head_n = 0;
	c->status = 0;
	c->heard_us = now_us();
	n = snprintf(text, sizeof(text), "GET %s HTTP/1.1\r\nHost: server\r\n"
	    "%s\r\n", given.path, is_last(c) ?
	    "Connection: close\r\n" : "");
	/* A server that has closed says so where its answer is read. */
	(void)send(c->fd, text, (size_t)n, MSG_NOSIGNAL);
}

static void
open_connection(struct connection *c)
{
	const int on = 1;
	struct sockaddr_in from = given.from;
	struct epoll_event e = {.events = EPOLLOUT, .data.ptr = c};

	memset(c, 0, sizeof(*c));
	c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	if (c->fd == -1)
		err(1, "socket");
	if (from.sin_addr.s_addr != 0) {
		from.sin_addr.s_addr = htonl(ntohl(from.sin_addr.s_addr) +
		    total.opened % given.clients);
		(void)setsockopt(c->fd, IPPROTO_IP,
		    IP_BIND_ADDRESS_NO_PORT, &on, sizeof(on));
		if (bind(c->fd, (struct sockaddr *)&from, sizeof(from)) == -1)
			err(1, "bind");
	}
	total.opened++;
	c->connecting = 1;
	c->heard_us = now_us();
	if (connect(c->fd, (struct sockaddr *)&given.server,
	    sizeof(given.server)) == -1 && errno != EINPROGRESS)
		err(1, "connect");
	if (epoll_ctl(given.epoll_fd, EPOLL_CTL_ADD, c->fd, &e) == -1)
		err(1, "epoll_ctl");
}

/* The next request, on this connection or a new one, if any is left. */
static void
next(struct connection *c, int on_new)
{
	if (on_new && c->fd != -1) {
		close(c->fd);
		c->fd = -1;
	}
	if (total.begun == given.requests) {
		if (c->fd != -1)
			close(c->fd);
		c->fd = -1;
		return;
	}
	total.begun++;
	if (on_new)
		open_connection(c);
	else
		ask(c);
}

static void
fail(struct connection *c)
{
	total.failed++;
	next(c, 1);
}

/* The value of a field of the head, or NULL. */
static const char *
field(const char *head, const char *name)
{
	const char *line = head;
	const size_t n = strlen(name);

	while ((line = strstr(line, "\r\n")) != NULL) {
		line += 2;
		if (strncasecmp(line, name, n) == 0 && line[n] == ':')
			return line + n + 1 + strspn(line + n + 1, " ");
	}
	return NULL;
}

/* Takes the head when it is whole; what follows it is body. -1: no answer. */
static int
take_head(struct connection *c)
{
	char *end;
	const char *value;

	c->head[c->head_n] = '\0';
	if ((end = strstr(c->head, "\r\n\r\n")) == NULL)
		return c->head_n == sizeof(c->head) - 1 ? -1 : 0;
	c->got = c->head_n - (size_t)(end + 4 - c->head);
	end[2] = '\0';
	if (sscanf(c->head, "HTTP/1.%*c %u", &c->status) != 1 ||
	    (value = field(c->head, "Content-Length")) == NULL)
		return -1;
	c->size = strtoull(value, NULL, 10);
	value = field(c->head, "Connection");
	c->closes = value != NULL ? strncasecmp(value, "close", 5) == 0 :
	    c->head[7] == '0';
	return c->got > c->size ? -1 : 0;
}

static ssize_t
receive(struct connection *c)
{
	static char nowhere[1];
	uint64_t want;
	ssize_t n;

	if (c->status == 0) {
		n = recv(c->fd, c->head + c->head_n,
		    sizeof(c->head) - 1 - c->head_n, 0);
		c->head_n += n > 0 ? (size_t)n : 0;
		return n;
	}
	want = c->size - c->got;
	n = recv(c->fd, nowhere, want < PIECE ? (size_t)want : PIECE,
	    MSG_TRUNC);
	c->got += n > 0 ? (size_t)n : 0;
	return n;
}

/* A connection that the server ended before it answered is opened anew. */
static void
take_close(struct connection *c)
{
	if (c->asked > 1 && c->head_n == 0) {
		close(c->fd);
		open_connection(c);
	} else {
		fail(c);
	}
}

static void
end(struct connection *c)
{
	if (c->status == 200)
		total.done++;
	else
		total.refused++;
	total.bytes += c->got;
	next(c, c->closes || is_last(c));
}

static void
take(struct connection *c)
{
	const ssize_t n = receive(c);

	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		take_close(c);
		return;
	}
	c->heard_us = now_us();
	if (c->status == 0 && take_head(c) == -1)
		fail(c);
	else if (c->status != 0 && c->got == c->size)
		end(c);
}

static void
happened(struct connection *c)
{
	struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};

	if (c->fd == -1)
		return;
	if (!c->connecting) {
		take(c);
		return;
	}
	c->connecting = 0;
	if (epoll_ctl(given.epoll_fd, EPOLL_CTL_MOD, c->fd, &e) == -1)
		err(1, "epoll_ctl");
	ask(c);
}

static void
give_up_silent(struct connection *c)
{
	const uint64_t now = now_us();

	for (unsigned i = 0; i < given.connections; i++)
		if (c[i].fd != -1 &&
		    now - c[i].heard_us > SILENCE_US)
			fail(&c[i]);
}

static void
options(int argc, char **argv)
{
	int o;

	while ((o = getopt(argc, argv, "a:c:d:n:p:r:")) != -1)
		switch (o) {
		case 'a':
			if (inet_pton(AF_INET, optarg,
			    &given.from.sin_addr) != 1)
				errx(2, "no address: %s", optarg);
			break;
		case 'c': given.connections = (unsigned)atoi(optarg); break;
		case 'd': given.clients = (unsigned)atoi(optarg); break;
		case 'n': given.requests = (unsigned)atoi(optarg); break;
		case 'p': given.port = (unsigned)atoi(optarg); break;
		case 'r': given.each = (unsigned)atoi(optarg); break;
		default: exit(2);
		}
	if (argc - optind != 2 || inet_pton(AF_INET, argv[optind],
	    &given.server.sin_addr) != 1)
		errx(2, "usage: httpclient [options] address path");
	given.from.sin_family = given.server.sin_family = AF_INET;
	given.server.sin_port = htons((uint16_t)given.port);
	given.path = argv[optind + 1];
	if (given.clients == 0)
		given.clients = given.connections;
}

int
main(int argc, char **argv)
{
	struct epoll_event events[64];
	struct connection *c;
	uint64_t begun, checked;
	int n;

	options(argc, argv);
	c = calloc(given.connections, sizeof(*c));
	if (c == NULL || (given.epoll_fd = epoll_create1(0)) == -1)
		err(1, "cannot begin");
	begun = checked = now_us();
	for (unsigned i = 0; i < given.connections; i++) {
		c[i].fd = -1;
		next(&c[i], 1);
	}
	while (total.done + total.refused + total.failed <
	    given.requests) {
		n = epoll_wait(given.epoll_fd, events, 64, 500);
		for (int i = 0; i < n; i++)
			happened(events[i].data.ptr);
		if (now_us() - checked > 500000) {
			checked = now_us();
			give_up_silent(c);
		}
	}
	printf("%.6f %llu %u %u %u %u\n", (double)(now_us() - begun) / 1e6,
	    (unsigned long long)total.bytes, total.done,
	    total.refused, total.failed, total.opened);
	return 0;
}
