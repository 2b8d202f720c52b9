/*
 * A TFTP client that fetches many files at once, to measure servers with.
 *
 *	client [-b blksize] [-c clients] [-d drop] [-n fetches] [-p port]
 *	    [-w windowsize] address file
 *
 * Fetches the file n times, c at a time, and prints one line: seconds, bytes,
 * fetches that were done, refused (an ERROR came) and failed. -d drops every
 * dth DATA packet unseen, and acts then as U-Boot does: it acknowledges what
 * it has once at the gap, wants a whole window from there, and repeats itself
 * only after 5 seconds. With -b 0 there are no options at all.
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SILENCE_US 5000000
#define SILENCES_MAX 4

struct fetch {
	int fd;
	struct sockaddr_in peer;
	int connected;
	unsigned blksize, windowsize;
	uint64_t block;		/* the last in order */
	uint64_t acked;
	uint64_t heard_us;
	unsigned silences;
	int gap;		/* was said already */
};

struct settings {
	unsigned blksize, windowsize, clients, fetches, drop;
	struct sockaddr_in server;
	const char *file;
};

static struct {
	uint64_t bytes, packets;
	unsigned begun, done, refused, failed;
} total;

static uint64_t
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static void
ask(const struct settings *s, struct fetch *f)
{
	char packet[600];
	size_t n = 2;

	packet[0] = 0;
	packet[1] = 1;
	n += (size_t)sprintf(packet + n, "%s", s->file) + 1;
	n += (size_t)sprintf(packet + n, "octet") + 1;
	if (s->blksize != 0) {
		n += (size_t)sprintf(packet + n, "blksize") + 1;
		n += (size_t)sprintf(packet + n, "%u", s->blksize) + 1;
	}
	if (s->windowsize > 1) {
		n += (size_t)sprintf(packet + n, "windowsize") + 1;
		n += (size_t)sprintf(packet + n, "%u", s->windowsize) + 1;
	}
	if (sendto(f->fd, packet, n, 0, (const struct sockaddr *)&s->server,
	    sizeof(s->server)) == -1)
		err(1, "sendto");
}

static void
acknowledge(struct fetch *f)
{
	unsigned char packet[4] = {0, 4, (unsigned char)(f->block >> 8 & 0xff),
	    (unsigned char)(f->block & 0xff)};

	if (send(f->fd, packet, sizeof(packet), 0) == -1 &&
	    errno != ECONNREFUSED)
		err(1, "send");
	f->acked = f->block;
}

static void
begin(const struct settings *s, struct fetch *f, int epoll_fd)
{
	const int buffer = 4 * 1024 * 1024;
	struct epoll_event e = {.events = EPOLLIN, .data.ptr = f};

	memset(f, 0, sizeof(*f));
	if ((f->fd = socket(AF_INET, SOCK_DGRAM, 0)) == -1)
		err(1, "socket");
	(void)setsockopt(f->fd, SOL_SOCKET, SO_RCVBUF, &buffer,
	    sizeof(buffer));
	if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, f->fd, &e) == -1)
		err(1, "epoll_ctl");
	f->blksize = 512;
	f->windowsize = 1;
	f->heard_us = now_us();
	total.begun++;
	ask(s, f);
}

static void
end(const struct settings *s, struct fetch *f, int epoll_fd,
    unsigned *counter)
{
	(*counter)++;
	close(f->fd);
	f->fd = -1;
	if (total.begun < s->fetches)
		begin(s, f, epoll_fd);
}

static void
take_oack(struct fetch *f, const char *p, const char *limit)
{
	while (p < limit) {
		const char *name = p, *value = p + strlen(p) + 1;

		if (value >= limit)
			return;
		if (strcmp(name, "blksize") == 0)
			f->blksize = (unsigned)atoi(value);
		if (strcmp(name, "windowsize") == 0)
			f->windowsize = (unsigned)atoi(value);
		p = value + strlen(value) + 1;
	}
}

static void
take_data(const struct settings *s, struct fetch *f, int epoll_fd,
    unsigned number, size_t n)
{
	if (s->drop != 0 && ++total.packets % s->drop == 0)
		return;
	if (number != ((f->block + 1) & 0xffff)) {
		if (!f->gap && f->windowsize > 1) {
			f->gap = 1;
			acknowledge(f);
		} else if (f->windowsize == 1) {
			acknowledge(f);
		}
		return;
	}
	f->gap = 0;
	f->block++;
	total.bytes += n;
	if (n < f->blksize) {
		acknowledge(f);
		end(s, f, epoll_fd, &total.done);
	} else if (f->block - f->acked == f->windowsize) {
		acknowledge(f);
	}
}

static void
take(const struct settings *s, struct fetch *f, int epoll_fd)
{
	static char packet[65537];
	struct sockaddr_in from;
	socklen_t length = sizeof(from);
	ssize_t n;

	n = recvfrom(f->fd, packet, sizeof(packet) - 1, MSG_DONTWAIT,
	    (struct sockaddr *)&from, &length);
	if (n < 4)
		return;
	packet[n] = '\0';
	f->heard_us = now_us();
	f->silences = 0;
	if (packet[1] == 5) {
		end(s, f, epoll_fd, &total.refused);
		return;
	}
	if (!f->connected) {
		if (connect(f->fd, (struct sockaddr *)&from, length) == -1)
			err(1, "connect");
		f->connected = 1;
	}
	if (packet[1] == 6) {
		take_oack(f, packet + 2, packet + n);
		acknowledge(f);
	} else if (packet[1] == 3) {
		take_data(s, f, epoll_fd, (unsigned)(unsigned char)packet[2]
		    << 8 | (unsigned char)packet[3], (size_t)n - 4);
	}
}

/* Those that have heard nothing for long say it again, or give up. */
static void
silences(const struct settings *s, struct fetch *fetch, int epoll_fd)
{
	uint64_t now = now_us();

	for (unsigned i = 0; i < s->clients; i++) {
		struct fetch *f = &fetch[i];

		if (f->fd == -1 || now - f->heard_us < SILENCE_US)
			continue;
		if (++f->silences > SILENCES_MAX) {
			end(s, f, epoll_fd, &total.failed);
			continue;
		}
		f->heard_us = now;
		f->gap = 0;
		if (f->connected)
			acknowledge(f);
		else
			ask(s, f);
	}
}

int
main(int argc, char **argv)
{
	struct settings s = {.blksize = 1468, .windowsize = 1, .clients = 1,
	    .fetches = 1, .server = {.sin_family = AF_INET,
	    .sin_port = htons(69)}};
	struct epoll_event events[64];
	struct fetch *fetch;
	uint64_t begun, checked;
	int c, epoll_fd, n;

	while ((c = getopt(argc, argv, "b:c:d:n:p:w:")) != -1)
		switch (c) {
		case 'b': s.blksize = (unsigned)atoi(optarg); break;
		case 'c': s.clients = (unsigned)atoi(optarg); break;
		case 'd': s.drop = (unsigned)atoi(optarg); break;
		case 'n': s.fetches = (unsigned)atoi(optarg); break;
		case 'p':
			s.server.sin_port = htons((uint16_t)atoi(optarg));
			break;
		case 'w': s.windowsize = (unsigned)atoi(optarg); break;
		default: return 2;
		}
	if (argc - optind != 2 || inet_pton(AF_INET, argv[optind],
	    &s.server.sin_addr) != 1)
		errx(2, "usage: client [options] address file");
	s.file = argv[optind + 1];
	fetch = calloc(s.clients, sizeof(*fetch));
	if (fetch == NULL || (epoll_fd = epoll_create1(0)) == -1)
		err(1, "cannot begin");
	begun = checked = now_us();
	for (unsigned i = 0; i < s.clients; i++) {
		fetch[i].fd = -1;
		if (total.begun < s.fetches)
			begin(&s, &fetch[i], epoll_fd);
	}
	while (total.done + total.refused + total.failed < s.fetches) {
		n = epoll_wait(epoll_fd, events, 64, 500);
		for (int i = 0; i < n; i++)
			take(&s, events[i].data.ptr, epoll_fd);
		if (now_us() - checked > 500000) {
			checked = now_us();
			silences(&s, fetch, epoll_fd);
		}
	}
	printf("%.6f %llu %u %u %u\n", (double)(now_us() - begun) / 1e6,
	    (unsigned long long)total.bytes, total.done, total.refused,
	    total.failed);
	return 0;
}
