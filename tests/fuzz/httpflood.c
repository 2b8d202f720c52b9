/*
 * Sends mutated requests to a running httpd, at 10.9.0.1 port 80: from time to
 * time a good one has to be answered as it should be.
 *
 *	httpflood SEED COUNT FOLDER
 *
 * The same bytes for the same seed. They are made of the files of the folder, the
 * corpus of the fuzzer, without the two bytes at their begin that are not the
 * connection's. Most connections wait for the server to end them, which it has to
 * as soon as nothing more can come; some go away, or are reset.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "mutate.h"

#define PAUSE 32		/* connections between two good requests */
#define PATIENCE_S 60
#define FUZZED_BEGIN 2

static int
connection(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
	    .sin_port = htons(80) };
	const struct timeval patience = { .tv_sec = PATIENCE_S };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	inet_pton(AF_INET, "10.9.0.1", &a.sin_addr);
	if (fd == -1 || setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience,
	    sizeof(patience)) == -1)
		err(2, "cannot open socket");
	if (connect(fd, (struct sockaddr *)&a, sizeof(a)) == -1)
		err(1, "the server takes no connection any more");
	return fd;
}

/* The server may have refused it before its end. */
static void
send_all(int fd, const unsigned char *d, size_t n)
{
	ssize_t sent;

	for (; n > 0; d += sent, n -= (size_t)sent)
		if ((sent = send(fd, d, n, MSG_NOSIGNAL)) == -1)
			return;
}

/* What comes until the server ends it: how many bytes, of which some are kept. */
static size_t
receive_all(int fd, char *d, size_t size)
{
	char more[65536];
	size_t all = 0;
	ssize_t n;

	while ((n = recv(fd, more, sizeof(more), 0)) > 0) {
		if (all < size)
			memcpy(d + all, more, (size_t)n < size - all ?
			    (size_t)n : size - all);
		all += (size_t)n;
	}
	if (n == -1 && errno == EAGAIN)
		errx(1, "the server does not end a connection");
	return all;
}

static void
probe(void)
{
	static const char request[] = "GET /hello HTTP/1.1\r\n"
	    "Host: good\r\nConnection: close\r\n\r\n";
	static const char begin[] = "HTTP/1.1 200 OK\r\n";
	static const char content[] = "\r\n\r\nhello\n";
	char d[1024];
	int fd = connection();
	size_t n;

	send_all(fd, (const unsigned char *)request, strlen(request));
	n = receive_all(fd, d, sizeof(d));
	close(fd);
	if (n > sizeof(d) || n < strlen(begin) + strlen(content) ||
	    memcmp(d, begin, strlen(begin)) != 0 || memcmp(d + n -
	    strlen(content), content, strlen(content)) != 0)
		errx(1, "the good client has got another answer: %.*s",
		    (int)(n < sizeof(d) ? n : sizeof(d)), d);
}

/* What is answered at all, is answered in HTTP. */
static void
check(const char *d, size_t n)
{
	static const char known[] = "200 206 304 400 403 404 405 412 413 414 "
	    "416 431 501 503 505 ";
	char status[5] = "";

	if (n == 0)
		return;
	if (n >= 13)
		memcpy(status, d + 9, 4);
	if (n < 13 || memcmp(d, "HTTP/1.1 ", 9) != 0 ||
	    strstr(known, status) == NULL)
		errx(1, "an answer that is none: %.40s", d);
}

static void
one_more(void)
{
	static const struct linger reset = { .l_onoff = 1 };
	unsigned char d[SIZE];
	size_t n = mutate(d), part = number(4) == 0 ? number(n + 1) : n;
	char got[64] = "";
	int fd = connection();

	send_all(fd, d, part);
	send_all(fd, d + part, n - part);
	switch (number(8)) {
	case 0:				/* gone */
		break;
	case 1:
		(void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset,
		    sizeof(reset));
		break;
	default:
		(void)shutdown(fd, SHUT_WR);
		n = receive_all(fd, got, sizeof(got) - 1);
		check(got, n < sizeof(got) ? n : sizeof(got) - 1);
	}
	close(fd);
}

int
main(int argc, char **argv)
{
	static const unsigned char odd_bytes[] = { 0, '\r', '\n', '\t', ' ',
	    ':', ',', '"', '%', '/', '.', '-', '=', '?', 0x7f, 0xff, '0', '9' };
	unsigned long count;

	if (argc != 4)
		errx(2, "httpflood SEED COUNT FOLDER");
	odd = odd_bytes;
	odd_n = sizeof(odd_bytes);
	state = strtoull(argv[1], NULL, 10) * 2 + 1;
	count = strtoul(argv[2], NULL, 10);
	read_samples(argv[3], FUZZED_BEGIN);
	for (unsigned long i = 0; i < count; i++) {
		if (i % PAUSE == 0)
			probe();
		one_more();
	}
	probe();
	printf("%lu requests of %zu samples\n", count, samples);
	return 0;
}
