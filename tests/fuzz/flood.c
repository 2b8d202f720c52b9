/*
 * Sends mutated datagrams to a running server, as fast as it can take them:
 * from time to time a good one has to be answered before it goes on.
 *
 *	flood tftp|dhcp SEED COUNT FOLDER
 *
 * The same datagrams for the same seed. They are made of the files of the
 * folder, the corpus of a fuzzer. tftp: to 10.9.0.1 port 69, and what it
 * answers is answered, mostly with an ERROR. dhcp: to its ports 67 and 4011,
 * by eth0; the good client's answer must be the same each time.
 */
#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>

#include "mutate.h"

#define PAUSE 32		/* datagrams without waiting */
#define PATIENCE_MS 5000
#define TRIES 12
#define PORTS 16		/* of the one who asks for files */

static int
open_socket(unsigned port, const char *device)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
	    .sin_port = htons((uint16_t)port) };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0), on = 1;

	if (fd == -1 || setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &on,
	    sizeof(on)) == -1 || (device != NULL && setsockopt(fd, SOL_SOCKET,
	    SO_BINDTODEVICE, device, (socklen_t)strlen(device)) == -1) ||
	    bind(fd, (struct sockaddr *)&a, sizeof(a)) == -1)
		err(2, "cannot open socket");
	return fd;
}

static void
send_to(int fd, const void *bytes, size_t n, const char *address,
    unsigned port)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
	    .sin_port = htons((uint16_t)port) };

	inet_pton(AF_INET, address, &a.sin_addr);
	/* ECONNREFUSED is about an earlier one. */
	while (sendto(fd, bytes, n, 0, (struct sockaddr *)&a,
	    sizeof(a)) == -1)
		if (poll(NULL, 0, 1) == -1)
			err(1, "cannot send");
}

/* A transfer that has begun gets something wrong, or its end. */
static void
answer(int fd, const struct sockaddr_in *to)
{
	static const unsigned char stop[] = "\0\5\0\0stop";
	unsigned char d[SIZE] = { 0, 4, 0, (unsigned char)number(3) };
	size_t n = sizeof(stop);

	if (number(4) == 0) {
		n = 4;
		for (unsigned times = number(4); times > 0; times--)
			n = change(d, n);
	} else {
		memcpy(d, stop, n);
	}
	(void)sendto(fd, d, n, 0, (const struct sockaddr *)to, sizeof(*to));
}

/* Takes what has come. */
static void
take_tftp(int fd)
{
	struct sockaddr_in from;
	socklen_t from_n = sizeof(from);
	unsigned char d[SIZE];
	ssize_t n;

	while ((n = recvfrom(fd, d, sizeof(d), 0, (struct sockaddr *)&from,
	    &from_n)) != -1) {
		if (n >= 2 && d[1] != 5)
			answer(fd, &from);
		from_n = sizeof(from);
	}
}

/* Whether the good one was answered, which has a socket of its own. */
static int
take_refusal(int fd)
{
	unsigned char d[SIZE];
	ssize_t n;
	int found = 0;

	while ((n = recv(fd, d, sizeof(d), 0)) != -1) {
		if (n < 5 || memcmp(d, "\0\5\0\1", 4) != 0)
			errx(1, "the good client has got another answer");
		found = 1;
	}
	return found;
}

/* The answer of one transaction; compared with that of the first. */
static int
take_dhcp(int fd, uint32_t xid)
{
	static unsigned char first[SIZE];
	static size_t first_n;
	unsigned char d[SIZE];
	ssize_t n;
	int found = 0;

	while ((n = recv(fd, d, sizeof(d), 0)) != -1) {
		if (n < 240 || memcmp(d + 4, &xid, 4) != 0)
			continue;
		memset(d + 4, 0, 4);
		if (first_n == 0)
			memcpy(first, d, first_n = (size_t)n);
		if ((size_t)n != first_n || memcmp(d, first, first_n) != 0)
			errx(1, "the good client has got another answer");
		found = 1;
	}
	return found;
}

/* A good one, until it is answered; meanwhile others are. */
static void
probe(const int fd[PORTS], int good_fd, int is_dhcp)
{
	static const unsigned char options[] = { 0x63, 0x82, 0x53, 0x63, 53, 1,
	    1, 60, 9, 'P', 'X', 'E', 'C', 'l', 'i', 'e', 'n', 't', 93, 2, 0, 7,
	    255 };
	static const unsigned char name[] = "\0\1there is none\0octet";
	static uint32_t xid = 0x70726f62;
	unsigned char d[300] = { 1, 1, 6 };
	struct pollfd p = { .fd = good_fd, .events = POLLIN };
	int took_ms;

	xid++;
	memcpy(d + 4, &xid, 4);
	d[10] = 0x80;
	memcpy(d + 28, "\x52\x54\0\x12\x34\x56", 6);
	memcpy(d + 236, options, sizeof(options));
	for (unsigned tries = 0; tries < TRIES; tries++) {
		if (is_dhcp)
			send_to(good_fd, d, sizeof(d), "255.255.255.255", 67);
		else
			send_to(good_fd, name, sizeof(name), "10.9.0.1", 69);
		for (took_ms = 0; took_ms < PATIENCE_MS; took_ms += 10) {
			for (size_t i = 0; i < PORTS && !is_dhcp; i++)
				take_tftp(fd[i]);
			if (is_dhcp ? take_dhcp(good_fd, xid) :
			    take_refusal(good_fd))
				return;
			(void)poll(&p, 1, 10);
		}
	}
	errx(1, "the server does not answer any more");
}

int
main(int argc, char **argv)
{
	static const unsigned char odd_bytes[] = { 0, 1, 0x7f, 0x80, 0xff,
	    '%', '/', '\\', '.', '\n', 53, 82 };
	unsigned char d[SIZE];
	unsigned long count;
	size_t n;
	int fd[PORTS], good_fd, is_dhcp;

	if (argc != 5)
		errx(2, "flood tftp|dhcp SEED COUNT FOLDER");
	is_dhcp = strcmp(argv[1], "dhcp") == 0;
	state = strtoull(argv[2], NULL, 10) * 2 + 1;
	count = strtoul(argv[3], NULL, 10);
	odd = odd_bytes;
	odd_n = sizeof(odd_bytes);
	read_samples(argv[4], 0);
	good_fd = is_dhcp ? open_socket(68, "eth0") : open_socket(1999, NULL);
	for (unsigned i = 0; i < PORTS && !is_dhcp; i++)
		fd[i] = open_socket(2000 + i, NULL);
	for (unsigned long i = 0; i < count; i++) {
		if (i % PAUSE == 0)
			probe(fd, good_fd, is_dhcp);
		n = mutate(d);
		if (!is_dhcp)
			send_to(fd[number(PORTS)], d, n, "10.9.0.1", 69);
		else if (number(3) > 0)
			send_to(good_fd, d, n, "255.255.255.255", 67);
		else
			send_to(good_fd, d, n, "10.9.0.1", 4011);
	}
	probe(fd, good_fd, is_dhcp);
	printf("%lu datagrams of %zu samples\n", count, samples);
	return 0;
}
