/*
 * How a client of the rack loads one file: as UEFI's PXE, as a BIOS's card, as PXELINUX,
 * as GRUB by TFTP, or as GRUB by HTTP. Content is counted and not copied: the kernel
 * leaves it (MSG_TRUNC). Only of a text it is kept.
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "rack.h"

#define EDK2_SILENCE_US 4000000
#define EDK2_TRIES 6
#define GRUB_SILENCE_US(tries) (400000 + 20000 * (uint64_t)(tries))
#define GRUB_TRIES 40
#define GRUB_PATIENCE_US 32000000
#define ROM_SILENCE_US(tries) ((uint64_t)250000 << (tries))
#define ROM_TRIES 6
#define TICKS_US(n) ((uint64_t)(n) * 54925)	/* of a PC's clock, 18.2 a second */
#define LOOKED_AT 600		/* bytes of a packet that is no text */
#define PACKET 1500

static const struct file *
file_of(const struct rack *r, const struct client *c)
{
	return &r->file[c->at];
}

/* How long PXELINUX waits before it says a thing again; its own table. */
static uint64_t
pxelinux_silence_us(unsigned tries)
{
	static const uint8_t ticks[] = {2, 2, 3, 3, 4, 5, 6, 7, 9, 10, 12, 15, 18, 21,
	    26, 31, 37, 44, 53, 64, 77, 92, 110, 132, 159, 191, 229, 255, 255, 255, 255};

	return tries < sizeof(ticks) ? TICKS_US(ticks[tries]) : 0;
}

static struct sockaddr_in
address_of(uint32_t address, uint16_t port)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port),
	    .sin_addr.s_addr = address};

	return a;
}

static size_t
put_word(char *p, size_t n, const char *name, unsigned value)
{
	n += (size_t)sprintf(p + n, "%s", name) + 1;
	return n + (size_t)sprintf(p + n, "%u", value) + 1;
}

static void
tftp_ask(const struct rack *r, struct client *c)
{
	struct sockaddr_in to = address_of(c->dhcp.next, 69);
	char p[RACKDHCP_NAME + 100] = {0, 1};
	size_t n = 2;

	n += (size_t)sprintf(p + n, "%s", c->name) + 1;
	n += (size_t)sprintf(p + n, "octet") + 1;
	switch (file_of(r, c)->loader) {
	case LOADER_GRUB:
		n = put_word(p, n, "blksize", 1024);
		n = put_word(p, n, "tsize", 0);
		break;
	case LOADER_ROM:
		n = put_word(p, n, "blksize", 1432);
		n = put_word(p, n, "tsize", 0);
		break;
	case LOADER_PXELINUX:
		n = put_word(p, n, "tsize", 0);
		n = put_word(p, n, "blksize", 1408);
		break;
	case LOADER_EDK2:
	case LOADER_HTTP:
		if (c->step == STEP_SIZE)
			n = put_word(p, n, "tsize", 0);
		n = put_word(p, n, "blksize", 1468);
		if (c->step != STEP_SIZE)
			n = put_word(p, n, "windowsize", 4);
		break;
	}
	/* A server that is gone is one that does not answer. */
	(void)sendto(c->fd, p, n, MSG_DONTWAIT, (struct sockaddr *)&to, sizeof(to));
	c->said_us = r->now_us;
}

static void
tftp_acknowledge(const struct rack *r, struct client *c)
{
	const unsigned char p[4] = {0, 4, (unsigned char)(c->block >> 8 & 0xff),
	    (unsigned char)(c->block & 0xff)};

	(void)send(c->fd, p, sizeof(p), MSG_DONTWAIT);
	c->acked = c->block;
	c->said_us = r->now_us;
}

static enum load_result
open_socket(struct rack *r, struct client *c, int type, uint32_t events)
{
	struct sockaddr_in from = address_of(c->dhcp.address, 0);
	struct epoll_event e = {.events = events, .data.ptr = c};
	int on = 1;

	if ((c->fd = socket(AF_INET, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) == -1)
		err(1, "cannot make a socket");
	if (type == SOCK_STREAM)
		(void)setsockopt(c->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on,
		    sizeof(on));
	if (bind(c->fd, (struct sockaddr *)&from, sizeof(from)) == -1) {
		warn("cannot use the address %s", inet_ntoa(from.sin_addr));
		return LOAD_FAILED;
	}
	if (epoll_ctl(r->epoll_fd, EPOLL_CTL_ADD, c->fd, &e) == -1)
		err(1, "cannot watch a socket");
	return LOAD_GOES_ON;
}

enum load_result
load_begin(struct rack *r, struct client *c)
{
	enum loader loader = file_of(r, c)->loader;
	struct sockaddr_in to = address_of(c->dhcp.next, 80);
	int tcp = loader == LOADER_HTTP;

	load_end(c);
	if (rackname_fill(c->name, sizeof(c->name), file_of(r, c)->name, c->dhcp.file,
	    c->dhcp.mac, c->text) == -1 || *c->name == '\0')
		return LOAD_FAILED;
	if (file_of(r, c)->is_text) {
		c->text_n = 0;
		c->text[0] = '\0';
	}
	if (c->step != STEP_ASKED)
		c->step = loader == LOADER_EDK2 ? STEP_SIZE : STEP_ASKED;
	c->blksize = 512;
	c->windowsize = 1;
	c->block = c->acked = 0;
	c->gap = 0;
	c->head_n = 0;
	c->tries = 0;
	c->heard_us = r->now_us;
	if (open_socket(r, c, tcp ? SOCK_STREAM : SOCK_DGRAM,
	    tcp ? EPOLLOUT : EPOLLIN) == LOAD_FAILED)
		return LOAD_FAILED;
	if (!tcp)
		tftp_ask(r, c);
	else if (connect(c->fd, (struct sockaddr *)&to, sizeof(to)) == -1 &&
	    errno != EINPROGRESS)
		return LOAD_FAILED;
	return LOAD_GOES_ON;
}

void
load_end(struct client *c)
{
	if (c->fd != -1)
		close(c->fd);
	c->fd = -1;
}

static void
take_oack(struct client *c, const char *p, const char *limit)
{
	while (p < limit) {
		const char *name = p, *value = p + strlen(p) + 1;

		if (value >= limit)
			return;
		if (strcasecmp(name, "blksize") == 0)
			c->blksize = (unsigned)atoi(value);
		if (strcasecmp(name, "windowsize") == 0)
			c->windowsize = (unsigned)atoi(value);
		p = value + strlen(value) + 1;
	}
}

static void
keep_text(struct client *c, const char *p, size_t n)
{
	const size_t room = sizeof(c->text) - 1 - c->text_n;

	if (n > room)
		n = room;
	memcpy(c->text + c->text_n, p, n);
	c->text_n += n;
	c->text[c->text_n] = '\0';
}

/* n bytes came; seen of them are at p. */
static enum load_result
take_data(struct rack *r, struct client *c, unsigned number, const char *p, size_t n,
    size_t seen)
{
	if (number != ((c->block + 1) & 0xffff)) {
		/* Lock step says again what it has; a window once at its gap. */
		if (c->windowsize == 1 || !c->gap)
			tftp_acknowledge(r, c);
		c->gap = 1;
		return LOAD_GOES_ON;
	}
	c->gap = 0;
	c->block++;
	r->bytes += n;
	if (file_of(r, c)->is_text)
		keep_text(c, p, n < seen ? n : seen);
	if (n < c->blksize || c->block - c->acked >= c->windowsize)
		tftp_acknowledge(r, c);
	return n < c->blksize ? LOAD_HAS : LOAD_GOES_ON;
}

/* That file is done with, and the same is asked for with a socket of its own. */
static enum load_result
has_size(struct rack *r, struct client *c)
{
	static const char enough[] = "\0\5\0\10User aborted the transfer";

	(void)send(c->fd, enough, sizeof(enough), MSG_DONTWAIT);
	c->step = STEP_ASKED;
	return load_begin(r, c);
}

static enum load_result
take_packet(struct rack *r, struct client *c, char *p, size_t n, size_t room)
{
	size_t seen = n < room ? n : room;

	c->heard_us = r->now_us;
	c->tries = 0;
	p[seen] = '\0';
	if (p[1] == 5)
		return file_of(r, c)->may_lack ? LOAD_HAS : LOAD_FAILED;
	if (p[1] == 6) {
		if (c->step == STEP_SIZE)
			return has_size(r, c);
		take_oack(c, p + 2, p + seen);
		c->step = STEP_DATA;
		tftp_acknowledge(r, c);
		return LOAD_GOES_ON;
	}
	if (p[1] != 3)
		return LOAD_GOES_ON;
	/* A server without options has sent the first block at once. */
	c->step = STEP_DATA;
	return take_data(r, c, (unsigned)(unsigned char)p[2] << 8 |
	    (unsigned char)p[3], p + 4, n - 4, seen - 4);
}

static enum load_result
tftp_event(struct rack *r, struct client *c)
{
	enum load_result result = LOAD_GOES_ON;
	struct sockaddr_in from;
	const size_t room = file_of(r, c)->is_text ? PACKET : LOOKED_AT;
	socklen_t length;
	char p[PACKET + 1];
	ssize_t n;

	do {
		length = sizeof(from);
		n = recvfrom(c->fd, p, room, MSG_DONTWAIT | MSG_TRUNC,
		    c->step == STEP_DATA ? NULL : (struct sockaddr *)&from,
		    c->step == STEP_DATA ? NULL : &length);
		if (n < 4)
			return LOAD_GOES_ON;
		if (c->step != STEP_DATA && connect(c->fd, (struct sockaddr *)&from,
		    length) == -1)
			return LOAD_FAILED;
		result = take_packet(r, c, p, (size_t)n, room);
	} while (result == LOAD_GOES_ON && c->step == STEP_DATA &&
	    c->block > c->acked);
	return result;
}

static enum load_result
http_ask(const struct rack *r, struct client *c)
{
	struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
	struct in_addr server = {c->dhcp.next};
	char text[RACKDHCP_NAME + 200];
	int n = snprintf(text, sizeof(text), "GET /%s HTTP/1.1\r\nHost: %s\r\n"
	    "User-Agent: model of GRUB\r\n\r\n", c->name + (*c->name == '/'),
	    inet_ntoa(server));

	if (send(c->fd, text, (size_t)n, MSG_NOSIGNAL) != n)
		return LOAD_FAILED;
	if (epoll_ctl(r->epoll_fd, EPOLL_CTL_MOD, c->fd, &e) == -1)
		err(1, "cannot watch a socket");
	return LOAD_GOES_ON;
}

static enum load_result
http_head(struct rack *r, struct client *c)
{
	ssize_t n = recv(c->fd, c->head + c->head_n, sizeof(c->head) - 1 - c->head_n, 0);
	const char *end, *length;

	if (n <= 0)
		return n == -1 && errno == EAGAIN ? LOAD_GOES_ON : LOAD_FAILED;
	c->head_n += (unsigned)n;
	c->head[c->head_n] = '\0';
	if ((end = strstr(c->head, "\r\n\r\n")) == NULL)
		return c->head_n < sizeof(c->head) - 1 ? LOAD_GOES_ON : LOAD_FAILED;
	if (strncmp(c->head, "HTTP/1.1 200 ", 13) != 0)
		return file_of(r, c)->may_lack ? LOAD_HAS : LOAD_FAILED;
	if ((length = strcasestr(c->head, "\r\nContent-Length:")) == NULL)
		return LOAD_FAILED;
	c->left = strtoull(length + strlen("\r\nContent-Length:"), NULL, 10);
	r->bytes += c->left;
	c->left -= (uint64_t)(c->head + c->head_n - (end + 4));
	c->step = STEP_DATA;
	return c->left == 0 ? LOAD_HAS : LOAD_GOES_ON;
}

static enum load_result
http_event(struct rack *r, struct client *c, uint32_t events)
{
	ssize_t n;

	c->heard_us = r->now_us;
	if (events & EPOLLOUT)
		return events & EPOLLERR ? LOAD_FAILED : http_ask(r, c);
	if (c->step != STEP_DATA)
		return http_head(r, c);
	n = recv(c->fd, NULL, c->left < 1 << 20 ? (size_t)c->left : 1 << 20, MSG_TRUNC);
	if (n <= 0)
		return n == -1 && errno == EAGAIN ? LOAD_GOES_ON : LOAD_FAILED;
	c->left -= (uint64_t)n;
	return c->left == 0 ? LOAD_HAS : LOAD_GOES_ON;
}

enum load_result
load_event(struct rack *r, struct client *c, uint32_t events)
{
	return file_of(r, c)->loader == LOADER_HTTP ? http_event(r, c, events) :
	    tftp_event(r, c);
}

enum load_result
load_silence(struct rack *r, struct client *c)
{
	uint64_t silence = r->now_us - c->heard_us, said = r->now_us - c->said_us;

	if (r->quiet_us != 0 && silence >= r->quiet_us)
		return LOAD_FAILED;
	switch (file_of(r, c)->loader) {
	case LOADER_HTTP:
		return silence >= GRUB_PATIENCE_US ? LOAD_FAILED : LOAD_GOES_ON;
	case LOADER_GRUB:
		/* It never says an ACK again: the server has to say its block again. */
		if (c->step == STEP_DATA)
			return silence >= GRUB_PATIENCE_US ? LOAD_FAILED : LOAD_GOES_ON;
		if (said < GRUB_SILENCE_US(c->tries))
			return LOAD_GOES_ON;
		if (++c->tries > GRUB_TRIES)
			return LOAD_FAILED;
		break;
	case LOADER_EDK2:
		if (said < EDK2_SILENCE_US)
			return LOAD_GOES_ON;
		if (++c->tries > EDK2_TRIES)
			return LOAD_FAILED;
		break;
	case LOADER_ROM:
		if (said < ROM_SILENCE_US(c->tries))
			return LOAD_GOES_ON;
		if (++c->tries >= ROM_TRIES)
			return LOAD_FAILED;
		break;
	case LOADER_PXELINUX:
		if (said < pxelinux_silence_us(c->tries))
			return LOAD_GOES_ON;
		if (pxelinux_silence_us(++c->tries) == 0)
			return LOAD_FAILED;
		break;
	}
	if (c->step == STEP_DATA)
		tftp_acknowledge(r, c);
	else
		tftp_ask(r, c);
	return LOAD_GOES_ON;
}
