/*
 * The order of servers (lib/map/rank.h): numbers that every machine has to come to,
 * how evenly clients spread, and who moves when a server leaves.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "map/rank.h"

#define CLIENTS 10000
#define SERVERS 3

static int wrong;

static void
check(int right, const char *what, unsigned a, unsigned b)
{
	if (right)
		return;
	printf("wrong: %s: %u, %u\n", what, a, b);
	wrong = 1;
}

static struct in_addr
address(const char *text)
{
	struct in_addr a = { .s_addr = inet_addr(text) };

	return a;
}

/* Computed by another program: tests/59-dhcp-servers.bats. */
static void
check_numbers(void)
{
	static const struct { unsigned char id[16]; size_t n; } ids[] = {
		{ { 0x52, 0x54, 0x00, 0x12, 0x34, 0x56 }, 6 },
		{ { 0x4c, 0x4c, 0x45, 0x44, 0x00, 0x42, 0x47, 0x10, 0x80,
		    0x57, 0xb4, 0xc0, 0x4f, 0x56, 0x44, 0x32 }, 16 },
		{ { 0 }, 0 }
	};

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		printf("%u %u\n", rank_weight(ids[i].id, ids[i].n,
		    address("10.9.0.1")), rank_weight(ids[i].id, ids[i].n,
		    address("192.168.255.254")));
}

/* The i-th client of a rack, of a purchase, of a cloud that counts, of chance. */
static void
client(int kind, unsigned i, unsigned char mac[6])
{
	const unsigned by[] = { 1, 16, 0x10000, 2654435761u };
	const unsigned n = i * by[kind];

	mac[0] = 0x52;
	mac[1] = 0x54;
	mac[2] = (unsigned char)(n >> 24);
	mac[3] = (unsigned char)(n >> 16);
	mac[4] = (unsigned char)(n >> 8);
	mac[5] = (unsigned char)n;
}

static size_t
place(const struct in_addr list[SERVERS], size_t n, struct in_addr a)
{
	size_t i;

	for (i = 0; i < n && list[i].s_addr != a.s_addr; i++)
		;
	return i;
}

/* Each of three is first, and each of the two others second, within 6 of 100. */
static void
check_spread(int kind, const struct in_addr given[SERVERS])
{
	unsigned first[SERVERS] = { 0 }, second[SERVERS][SERVERS] = { { 0 } };
	struct in_addr list[SERVERS], rest[SERVERS - 1], turned[SERVERS];
	unsigned char mac[6];
	size_t a, b;

	for (unsigned i = 0; i < CLIENTS; i++) {
		client(kind, i, mac);
		memcpy(list, given, sizeof(list));
		rank_order(mac, 6, list, SERVERS);
		a = place(given, SERVERS, list[0]);
		b = place(given, SERVERS, list[1]);
		first[a]++;
		second[a][b]++;
		/* In whatever order the map names them. */
		for (size_t k = 0; k < SERVERS; k++)
			turned[k] = given[SERVERS - 1 - k];
		rank_order(mac, 6, turned, SERVERS);
		check(memcmp(turned, list, sizeof(list)) == 0,
		    "the order depends on that of the words", i, 0);
		/* The last of them leaves: all others stay as they were. */
		memcpy(rest, given, sizeof(rest));
		rank_order(mac, 6, rest, SERVERS - 1);
		for (size_t k = 0, r = 0; k < SERVERS; k++)
			if (list[k].s_addr != given[SERVERS - 1].s_addr)
				check(rest[r++].s_addr == list[k].s_addr,
				    "a client of another server moves", i, 0);
	}
	for (a = 0; a < SERVERS; a++) {
		check(first[a] > CLIENTS / 3 * 94 / 100 && first[a] <
		    CLIENTS / 3 * 106 / 100, "first", first[a], (unsigned)kind);
		for (b = 0; b < SERVERS; b++)
			check(a == b || (second[a][b] > CLIENTS / 6 * 92 /
			    100 && second[a][b] < CLIENTS / 6 * 108 / 100),
			    "second", second[a][b], (unsigned)kind);
	}
}

int
main(void)
{
	const struct in_addr near[SERVERS] = { address("10.9.0.1"),
	    address("10.9.0.2"), address("10.9.0.3") };
	const struct in_addr far[SERVERS] = { address("10.1.0.10"),
	    address("10.2.0.10"), address("192.168.7.254") };

	check_numbers();
	for (int kind = 0; kind < 4; kind++) {
		check_spread(kind, near);
		check_spread(kind, far);
	}
	return wrong;
}
