/*
 * A TFTP client behind a line that loses, repeats and reorders packets.
 *
 *	lossy ADDRESS NAME FILE WINDOW LOST TWICE SWAPPED SEED
 *
 * Fetches NAME into FILE with this windowsize (1: without the option). LOST,
 * TWICE and SWAPPED are chances in a thousand for each packet, both ways;
 * SEED makes the chances the same each time. The line is a part of the
 * client, because the kernels that tests run on need not have netem.
 *
 * The client does what RFC 7440 says: it acknowledges the end of a window,
 * a gap once, and the last block that it has when that comes again; and it asks
 * for the file until there is an answer.
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BLKSIZE 1468
#define PACKET_SIZE (4 + BLKSIZE)
#define SILENCE_MS 300		/* then the last packet is sent again */
#define HELD_MS 5		/* a packet that is overtaken by none */
#define TRIES 200		/* silences in a row, then it gives up */
#define RRQ 1
#define DATA 3
#define ACK 4
#define ERROR 5
#define OACK 6

/* What becomes of packets. */
struct line {
	int fd;
	unsigned lost, twice, swapped;
	uint64_t random;
	struct sockaddr_in peer;
	socklen_t peer_n;
	/* One packet of each way, that the next one overtakes. */
	unsigned char held_in[PACKET_SIZE], held_out[PACKET_SIZE];
	size_t held_in_n, held_out_n;
	/* One that came twice, or was overtaken. */
	unsigned char again[PACKET_SIZE];
	size_t again_n;
};

/* Whether something with this chance in a thousand happens; xorshift64. */
static int
happens(struct line *l, unsigned chance)
{
	l->random ^= l->random << 13;
	l->random ^= l->random >> 7;
	l->random ^= l->random << 17;
	return l->random % 1000 < chance;
}

static void
put(struct line *l, const unsigned char *packet, size_t n)
{
	/*
	 * A refusal by ICMP is a server that has gone: the next says so. And
	 * what has no way is lost.
	 */
	if (sendto(l->fd, packet, n, 0, (struct sockaddr *)&l->peer,
	    l->peer_n) == -1 && errno != ECONNREFUSED &&
	    errno != ENETUNREACH && errno != ENETDOWN)
		err(1, "cannot send");
}

static void
line_send(struct line *l, const unsigned char *packet, size_t n)
{
	if (happens(l, l->lost))
		return;
	if (l->held_out_n == 0 && happens(l, l->swapped)) {
		memcpy(l->held_out, packet, n);
		l->held_out_n = n;
		return;
	}
	put(l, packet, n);
	if (happens(l, l->twice))
		put(l, packet, n);
	if (l->held_out_n > 0)
		put(l, l->held_out, l->held_out_n);
	l->held_out_n = 0;
}

/* What was held back has waited long enough. Whether one is for us. */
static int
release(struct line *l, unsigned char packet[PACKET_SIZE], size_t *n)
{
	if (l->held_out_n > 0)
		put(l, l->held_out, l->held_out_n);
	l->held_out_n = 0;
	if (l->held_in_n == 0)
		return 0;
	memcpy(packet, l->held_in, *n = l->held_in_n);
	l->held_in_n = 0;
	return 1;
}

/* The next packet out of the line; 0: there was none for this long. */
static size_t
line_receive(struct line *l, unsigned char packet[PACKET_SIZE], int ms)
{
	struct pollfd p = { .fd = l->fd, .events = POLLIN };
	size_t n = l->again_n;
	ssize_t got;
	int ready;

	if (n > 0) {
		memcpy(packet, l->again, n);
		l->again_n = 0;
		return n;
	}
	for (;;) {
		int held = l->held_in_n > 0 || l->held_out_n > 0;

		if ((ready = poll(&p, 1, held ? HELD_MS : ms)) == -1)
			err(1, "cannot wait");
		if (ready == 0 && release(l, packet, &n))
			return n;
		if (ready == 0 && held)
			continue;
		if (ready == 0)
			return 0;
		l->peer_n = sizeof(l->peer);
		got = recvfrom(l->fd, packet, PACKET_SIZE, 0,
		    (struct sockaddr *)&l->peer, &l->peer_n);
		if (got == -1)
			err(1, "cannot receive");
		n = (size_t)got;
		if (happens(l, l->lost))
			continue;
		if (l->held_in_n == 0 && happens(l, l->swapped)) {
			memcpy(l->held_in, packet, l->held_in_n = n);
			continue;
		}
		if (l->held_in_n > 0) {
			memcpy(l->again, l->held_in, l->again_n =
			    l->held_in_n);
			l->held_in_n = 0;
		} else if (happens(l, l->twice))
			memcpy(l->again, packet, l->again_n = n);
		return n;
	}
}

/* A client in the middle of a file. */
struct client {
	struct line line;
	FILE *file;
	unsigned window;
	unsigned since_ack;	/* blocks since the last ACK */
	uint16_t block;		/* the last that we have, in order */
	int gap_said;		/* that something is missing behind it */
};

static void
acknowledge(struct client *c)
{
	const unsigned char ack[4] = { 0, ACK,
	    (unsigned char)(c->block >> 8), (unsigned char)c->block };

	line_send(&c->line, ack, sizeof(ack));
	c->since_ack = 0;
}

static void
ask(struct client *c, const struct sockaddr_in *server, const char *name)
{
	unsigned char request[512];
	int n;

	request[0] = 0;
	request[1] = RRQ;
	n = snprintf((char *)request + 2, sizeof(request) - 2,
	    "%s%coctet%cblksize%c%d%cwindowsize%c%u", name, 0, 0, 0, BLKSIZE,
	    0, 0, c->window);
	c->line.peer = *server;
	c->line.peer_n = sizeof(*server);
	line_send(&c->line, request, 2 + (size_t)n + 1);
}

/* A DATA packet. Whether it was the last one that was missing. */
static int
take_data(struct client *c, const unsigned char *packet, size_t n)
{
	const unsigned number = packet[2] << 8u | packet[3];
	const unsigned ahead = (number - c->block) & 0xffff;

	if (ahead == 0)		/* our ACK was lost, so it comes again */
		acknowledge(c);
	if (ahead == 0 || ahead >= 0x8000)
		return 0;	/* of before: it was overtaken, or came twice */
	if (ahead > 1) {
		if (!c->gap_said)
			acknowledge(c);
		c->gap_said = 1;
		return 0;
	}
	if (fwrite(packet + 4, 1, n - 4, c->file) != n - 4)
		err(1, "cannot write");
	c->block++;
	c->gap_said = 0;
	c->since_ack++;
	if (n < PACKET_SIZE)
		return 1;
	if (c->since_ack == c->window)
		acknowledge(c);
	return 0;
}

static void
fetch(struct client *c, const struct sockaddr_in *server, const char *name)
{
	unsigned char packet[PACKET_SIZE];
	int answered = 0, silences = 0;
	size_t n;

	ask(c, server, name);
	for (;;) {
		n = line_receive(&c->line, packet, SILENCE_MS);
		if (n == 0 && ++silences == TRIES)
			errx(1, "block %u: no answer", (unsigned)c->block);
		if (n == 0 && !answered) {
			ask(c, server, name);
		} else if (n == 0) {
			acknowledge(c);
			c->gap_said = 0;
		}
		if (n < 4)
			continue;
		silences = 0;
		answered = 1;
		if (packet[1] == ERROR)
			errx(1, "block %u: ERROR %d %.*s", (unsigned)c->block,
			    packet[3], (int)n - 4, packet + 4);
		if (packet[1] == OACK && c->block == 0)
			acknowledge(c);
		if (packet[1] == DATA && take_data(c, packet, n))
			return;
	}
}

static unsigned
number(const char *text)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);

	if (*text == '\0' || *end != '\0')
		errx(2, "%s is no number", text);
	return (unsigned)n;
}

int
main(int argc, char **argv)
{
	struct sockaddr_in server = { .sin_family = AF_INET,
	    .sin_port = htons(69) };
	struct client c = { .file = NULL };
	int i;

	if (argc != 9 || inet_pton(AF_INET, argv[1], &server.sin_addr) != 1)
		errx(2, "usage: lossy ADDRESS NAME FILE WINDOW LOST TWICE "
		    "SWAPPED SEED");
	c.window = number(argv[4]);
	c.line.lost = number(argv[5]);
	c.line.twice = number(argv[6]);
	c.line.swapped = number(argv[7]);
	c.line.random = number(argv[8]) * UINT64_C(0x9e3779b97f4a7c15) | 1;
	if ((c.file = fopen(argv[3], "w")) == NULL)
		err(1, "cannot write %s", argv[3]);
	if ((c.line.fd = socket(AF_INET, SOCK_DGRAM, 0)) == -1)
		err(1, "cannot make a socket");
	fetch(&c, &server, argv[2]);
	/* The server should hear that all has arrived. */
	for (i = 0; i < 5; i++)
		acknowledge(&c);
	if (c.line.held_out_n > 0)
		put(&c.line, c.line.held_out, c.line.held_out_n);
	if (fclose(c.file) != 0)
		err(1, "cannot write %s", argv[3]);
	return 0;
}
