/*
 * A million wrong datagrams for dhcp-helper's pure steps, to be built with
 * -fsanitize=address,undefined: message, decide, reply.
 *
 *     dhcp_random SEED COUNT [clients.cdb]
 *
 * Half of them are noise; half are good messages with bytes changed, cut or
 * repeated, so that they get past the first checks. What is answered must
 * be an answer: a REPLY to this client, of a length that it takes.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decide.h"
#include "map.h"
#include "message.h"
#include "reply.h"

static uint64_t state;

/* xorshift64*: the same numbers everywhere for the same seed. */
static unsigned
number(unsigned below)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (unsigned)(state * 0x2545f4914f6cdd1dU >> 33) % below;
}

static size_t
put_option(unsigned char *p, unsigned code, const void *value, size_t n)
{
	p[0] = (unsigned char)code;
	p[1] = (unsigned char)n;
	memcpy(p + 2, value, n);
	return n + 2;
}

/* A message that would be answered. */
static size_t
good(unsigned char *buf)
{
	static const unsigned char cookie[4] = { 0x63, 0x82, 0x53, 0x63 };
	static const unsigned char mac[6] = { 0x52, 0x54, 0, 0x12, 0x34, 0x56 };
	unsigned char uuid[17] = { 0 }, overload = (unsigned char)number(4);
	unsigned char arch[2] = { 0, (unsigned char)number(12) };
	size_t n = MESSAGE_HEADER + 4;

	memset(buf, 0, n);
	buf[0] = buf[1] = 1;
	buf[2] = 6;
	memcpy(buf + 28, mac, sizeof(mac));
	memcpy(buf + MESSAGE_HEADER, cookie, sizeof(cookie));
	n += put_option(buf + n, OPTION_TYPE, number(2) ? "\1" : "\3", 1);
	n += put_option(buf + n, OPTION_CLASS, number(8) ? "PXEClient:" :
	    "HTTPClient", 10);
	n += put_option(buf + n, OPTION_ARCH, arch, sizeof(arch));
	n += put_option(buf + n, OPTION_UUID, uuid, sizeof(uuid));
	n += put_option(buf + n, OPTION_MAX_SIZE, "\2\100", 2);
	n += put_option(buf + n, OPTION_VENDOR, "\107\4\0\0\0\0\377", 7);
	n += put_option(buf + n, OPTION_USER_CLASS, "\4iPXE", 5);
	n += put_option(buf + n, OPTION_RELAY, "\1\4eth0", 6);
	if (overload > 0)
		n += put_option(buf + n, OPTION_OVERLOAD, &overload, 1);
	buf[n++] = OPTION_END;
	return n;
}

static size_t
wrong(unsigned char *buf, size_t size)
{
	size_t n, i, from;
	unsigned times;

	if (number(2)) {
		n = number((unsigned)size + 1);
		for (i = 0; i < n; i++)
			buf[i] = (unsigned char)number(256);
		if (n > 240 && number(2)) {
			good(buf + 0);	/* a good beginning */
			for (i = 240 + number(8); i < n; i++)
				buf[i] = (unsigned char)number(256);
		}
		return n;
	}
	n = good(buf);
	for (times = number(6); times > 0; times--)
		switch (number(4)) {
		case 0:
			buf[number((unsigned)n)] = (unsigned char)number(256);
			break;
		case 1:
			i = n - number((unsigned)n);
			if (i > 240 || number(8) == 0)
				n = i;
			break;
		case 2:		/* a piece again, at the end */
			from = 240 < n ? 240 + number((unsigned)(n - 240)) : 0;
			i = n - from;
			if (n + i <= size) {
				memcpy(buf + n, buf + from, i);
				n += i;
			}
			break;
		default:
			if (n > 240)
				buf[240 + number((unsigned)n - 240)] =
				    (unsigned char)number(256);
		}
	return n;
}

static void
check(int good_enough, const char *what)
{
	if (!good_enough) {
		fprintf(stderr, "dhcp_random: %s\n", what);
		abort();
	}
}

int
main(int argc, char *argv[])
{
	struct interface via = { .index = 2, .name = "eth0",
	    .address = { 0x0100090a }, .netmask = { 0x00ffffff } };
	unsigned char buf[MESSAGE_MAX + 8], out[REPLY_MAX], *exact;
	struct map map = { .fd = -1 };
	struct decision d;
	struct message m;
	const char *why;
	unsigned long i, count, parsed = 0, answered = 0;
	size_t n;

	if (argc < 3)
		return 2;
	state = strtoull(argv[1], NULL, 10) * 2 + 1;
	count = strtoul(argv[2], NULL, 10);
	if (argc > 3 && (why = map_open(&map, AT_FDCWD, argv[3], 1)) != NULL) {
		fprintf(stderr, "dhcp_random: cannot read map %s: %s\n",
		    argv[3], why);
		return 1;
	}
	for (i = 0; i < count; i++) {
		n = wrong(buf, sizeof(buf));
		/* Exactly so many bytes, for the sanitizer to see the end. */
		exact = malloc(n);
		check(exact != NULL || n == 0, "no memory");
		if (exact != NULL)
			memcpy(exact, buf, n);
		why = message_parse(&m, exact, n);
		free(exact);
		if (why != NULL) {
			check(*why != '\0', "a reason without a word");
			continue;
		}
		parsed++;
		decide(&m, map.fd == -1 ? NULL : &map, &via,
		    number(2) ? PORT_PROXY : 67, &d);
		check((d.answer == ANSWER_SILENT) == (d.reason != NULL),
		    "silence without a reason, or an answer with one");
		if (d.answer == ANSWER_SILENT)
			continue;
		if ((n = reply_build(&m, &d, out)) == 0)
			continue;
		answered++;
		check(n >= 300 && n <= REPLY_MAX, "a reply of wrong length");
		check(m.max_size < 576 ? n <= 548 : n <= m.max_size - 28,
		    "a reply longer than the client takes");
		check(out[0] == 2 && memcmp(out + 4, m.xid, 4) == 0 &&
		    memcmp(out + 28, m.chaddr, 16) == 0,
		    "a reply to somebody else");
	}
	map_close(&map);
	printf("%lu datagrams, %lu messages, %lu answers\n", count, parsed,
	    answered);
	return 0;
}
