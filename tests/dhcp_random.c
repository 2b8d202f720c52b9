/*
 * A million wrong datagrams for dhcp-helper's pure steps, to be built with
 * -fsanitize=address,undefined: message, decide, reply, logline.
 *
 *     dhcp_random SEED COUNT [clients.cdb]
 *
 * Half of them are noise; half are good messages with bytes changed, cut or
 * repeated, so that they get past the first checks. What is answered must
 * be an answer: see fuzz/dhcpanswer.c.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dhcpanswer.h"
#include "map/map.h"
#include "must.h"

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

static size_t
put_address(unsigned char *p, unsigned code, const unsigned char a[4])
{
	return put_option(p, code, a, 4);
}

/* Addresses of our link, of a relay's, of nobody's. */
static const unsigned char addresses[][4] = {
	{ 10, 9, 0, 1 }, { 10, 9, 0, 2 }, { 10, 9, 0, 20 }, { 10, 8, 0, 21 },
	{ 10, 9, 0, 23 }, { 10, 9, 0, 26 }, { 10, 8, 0, 250 }, { 0, 0, 0, 0 }
};

static const unsigned char *
some_address(void)
{
	return addresses[number(8)];
}

/* What a client says that it is: class, arch, stage. */
static size_t
put_identity(unsigned char *p)
{
	static const char *const classes[] = { "PXEClient:", "PXEClient:",
		"HTTPClient", "U-Boot", "HW-Client", "MSFT 5.0", "AAPLBSDPC" };
	static const char *const uuids[] = { "none", "RPi4", "RPi5" };
	const char *class = classes[number(7)];
	unsigned char uuid[17] = { 0 };
	unsigned char arch[2] = { 0, (unsigned char)number(42) };
	size_t n = put_option(p, OPTION_VENDOR_CLASS, class, strlen(class));

	memcpy(uuid + 1, uuids[number(3)], 4);
	if (number(4))
		n += put_option(p + n, OPTION_ARCH, arch, sizeof(arch));
	if (number(2))
		n += put_option(p + n, OPTION_UUID, uuid, sizeof(uuid));
	if (number(3) == 0) {
		n += put_option(p + n, OPTION_USER_CLASS, "\4iPXE", 5);
		n += put_option(p + n, OPTION_IPXE, "\23\1\1\41\1\1", 6);
	}
	return n;
}

/* Whom it asks for what, and by whom. */
static size_t
put_wish(unsigned char *p)
{
	static const unsigned char wishes[] = { 1, 3, 6, 12, 66, 150, 209,
	    210 };
	size_t n = put_option(p, OPTION_MAX_MESSAGE_SIZE, "\2\100", 2);

	if (number(2))
		n += put_address(p + n, OPTION_SERVER_ID, some_address());
	if (number(2))
		n += put_address(p + n, OPTION_REQUESTED_ADDRESS, some_address());
	if (number(2))
		n += put_option(p + n, OPTION_PARAMETER_REQUEST_LIST, wishes, sizeof(wishes));
	if (number(4) == 0)
		n += put_option(p + n, OPTION_VENDOR_SPECIFIC,
		    number(2) ? "\107\4\0\0\0\0\377" :
		    "\107\4\0\0\200\0\377", 7);
	if (number(3) == 0)
		n += put_option(p + n, OPTION_CLIENT_ID, "\1abcdef", 7);
	if (number(8) == 0)
		n += put_address(p + n, OPTION_SUBNET_SELECTION, some_address());
	return n;
}

static size_t
put_relay(unsigned char *p)
{
	unsigned char value[18] = { 1, 4, 'e', 't', 'h', '0', 5, 4 };
	size_t n = 6;

	if (number(2)) {
		memcpy(value + 8, some_address(), 4);
		n = 12;
		if (number(2)) {
			value[12] = 11;
			value[13] = 4;
			memcpy(value + 14, some_address(), 4);
			n = 18;
		}
	}
	return put_option(p, OPTION_RELAY, value, n);
}

/* A message as clients send them: every type, class and role. */
static size_t
good(unsigned char *buf)
{
	static const unsigned char cookie[4] = { 0x63, 0x82, 0x53, 0x63 };
	static const unsigned char mac[5] = { 0x52, 0x54, 0, 0x12, 0x34 };
	unsigned char overload = (unsigned char)number(4);
	static const unsigned char types[] = { 0, 1, 1, 1, 1, 1, 2, 3, 3, 3, 3,
	    3, 4, 7, 8, 8 };
	const unsigned char type = types[number(16)];
	size_t n = MESSAGE_HEADER + 4;

	memset(buf, 0, n);
	buf[0] = buf[1] = 1;
	buf[2] = 6;
	buf[10] = (unsigned char)(number(2) << 7);
	if (number(3) == 0)
		memcpy(buf + 12, some_address(), 4);
	if (number(3) == 0)
		memcpy(buf + 24, some_address(), 4);
	memcpy(buf + 28, mac, sizeof(mac));
	buf[33] = (unsigned char)number(9);
	if (number(64))
		memcpy(buf + MESSAGE_HEADER, cookie, sizeof(cookie));
	if (type > 0)
		n += put_option(buf + n, OPTION_MESSAGE_TYPE, &type, 1);
	if (number(4))
		n += put_identity(buf + n);
	n += put_wish(buf + n);
	if (number(2))
		n += put_relay(buf + n);
	if (overload > 0 && number(2))
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

int
main(int argc, char *argv[])
{
	struct interface via = { .index = 2, .name = "eth0",
	    .address = { 0x0100090a }, .netmask = { 0x00ffffff } };
	unsigned char buf[MESSAGE_MAX + 8], *exact;
	static struct conflicts conflicts;
	static struct hints hints;
	struct map map = { .fd = -1 };
	struct facts f = { .via = &via, .conflicts = &conflicts };
	struct message m;
	const char *why;
	enum silence silence;
	unsigned long i, count, parsed = 0, answered[ANSWER_NAK + 1] = { 0 };
	size_t n;

	if (argc < 3)
		return 2;
	state = strtoull(argv[1], NULL, 10) * 2 + 1;
	count = strtoul(argv[2], NULL, 10);
	if (argc > 3 && (why = map_open(&map, AT_FDCWD, argv[3])) != NULL) {
		fprintf(stderr, "dhcp_random: cannot read map %s: %s\n",
		    argv[3], why);
		return 1;
	}
	f.map = map.fd == -1 ? NULL : &map;
	for (i = 0; i < count; i++) {
		n = wrong(buf, sizeof(buf));
		exact = exact_copy(buf, n);
		silence = message_parse(&m, exact, n);
		free(exact);
		if (silence != SILENCE_NOT) {
			must(*silence_word(silence) != '\0',
			    "a reason without a word");
			continue;
		}
		parsed++;
		f.port = number(4) ? PORT_SERVER : PORT_PROXY;
		f.from_link = number(2);
		f.now_ms += number(100000);
		answered[dhcp_answer(&m, &f, &conflicts, &hints)]++;
	}
	map_close(&map);
	printf("%lu datagrams, %lu messages, %lu OFFER, %lu ACK, %lu NAK, "
	    "%lu BOOTREPLY, %lu in all\n", count, parsed,
	    answered[ANSWER_OFFER], answered[ANSWER_ACK],
	    answered[ANSWER_NAK], answered[ANSWER_BOOTP],
	    answered[ANSWER_OFFER] + answered[ANSWER_ACK] +
	    answered[ANSWER_NAK] + answered[ANSWER_BOOTP]);
	return 0;
}
