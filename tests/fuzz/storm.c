/*
 * Any storm of requests: who waits gets its turn, who has the most loses the
 * newest; and whatever the log is asked for, it gets no more than its allowance.
 *
 * The input is pairs: what happens, and how much of it. The queue is a small one
 * here (the Makefile says so), or no short input would fill it.
 */
#include <netinet/in.h>

#include "daemon/allowance.h"
#include "net/answerable.h"
#include "must.h"
#include "tftpd/queue.h"

#define SOURCES 8
#define MOST 5			/* lines at once */
#define PER_S 3

static struct queue q;
static int owner[QUEUE_MAX];	/* who waits in a slot, from 1; 0: nobody */
static unsigned waiting[SOURCES + 1];
/* How often another was served while this one waited: by whom, from 1. */
static unsigned passed[SOURCES + 1][SOURCES + 1];

/* Four addresses of each family, one of them a network of two hosts. */
static struct source
source_of(int who, unsigned host)
{
	union address a;

	memset(&a, 0, sizeof(a));
	if (who <= 4) {
		a.sa.sa_family = AF_INET;
		a.in.sin_addr.s_addr = htonl(0x0a090000 + (uint32_t)who);
		return address_source(&a);
	}
	a.sa.sa_family = AF_INET6;
	a.in6.sin6_addr.s6_addr[0] = who <= 6 ? 0xfe : 0x20;
	a.in6.sin6_addr.s6_addr[1] = who <= 6 ? 0x80 : 0x01;
	a.in6.sin6_addr.s6_addr[who <= 6 ? 15 : 7] = (unsigned char)who;
	if (who > 6)	/* all hosts of it are one source */
		a.in6.sin6_addr.s6_addr[15] = (unsigned char)host;
	return address_source(&a);
}

/* Turns of those who wait begin, and end, within one of each other: so who
   loses one has at most two less than another. */
static unsigned
most_waiting(void)
{
	unsigned most = 0;

	for (int who = 1; who <= SOURCES; who++)
		if (waiting[who] > most)
			most = waiting[who];
	return most;
}

static void
put(int who, unsigned host)
{
	const unsigned most = most_waiting();
	int dropped;
	const size_t slot = queue_put(&q, source_of(who, host), &dropped);

	if (slot == QUEUE_MAX) {
		must(waiting[who] + 2 >= most, "another one had more waiting");
		must(q.n == QUEUE_MAX, "there was room");
		return;
	}
	must(slot < QUEUE_MAX, "a slot is none");
	must(dropped == (owner[slot] != 0), "a slot is not what is said");
	if (dropped) {
		must(waiting[owner[slot]] + 2 >= most,
		    "one that had less waiting lost it");
		waiting[owner[slot]]--;
	}
	owner[slot] = who;
	if (waiting[who]++ == 0)
		memset(passed[who], 0, sizeof(passed[who]));
}

static void
take(void)
{
	const size_t slot = queue_take(&q);
	const int who = owner[slot];

	must(who != 0, "an empty slot was taken");
	owner[slot] = 0;
	waiting[who]--;
	memset(passed[who], 0, sizeof(passed[who]));
	for (int other = 1; other <= SOURCES; other++)
		if (other != who && waiting[other] > 0)
			must(++passed[other][who] <= 2,
			    "one that waits was passed three times");
}

/* Whether an address whose first octet is given is one host's. */
static void
answers(unsigned octet, unsigned port)
{
	const struct in_addr net = {htonl(octet << 24)}, mask = {htonl(0xfffffff0)};
	union address a;

	memset(&a, 0, sizeof(a));
	a.sa.sa_family = AF_INET;
	a.in.sin_addr.s_addr = htonl(octet << 24 | (octet == 255 ? 0xffffff : 0));
	a.in.sin_port = htons((uint16_t)port);
	must(answerable(&a) == (port != 0 && octet != 0 && octet != 255 &&
	    (octet < 224 || octet > 239)), "another IPv4 address");
	a.in.sin_addr.s_addr = htonl(octet << 24 | port);
	must(answerable_in_net(a.in.sin_addr, net, mask) ==
	    (port > 15 || (port > 0 && port < 15)), "another net");
	a.in.sin_addr.s_addr = 0;
	must(answerable_in_net(net, net, a.in.sin_addr), "a net without mask");
	memset(&a, 0, sizeof(a));
	a.sa.sa_family = AF_INET6;
	a.in6.sin6_addr.s6_addr[0] = (unsigned char)octet;
	a.in6.sin6_port = htons((uint16_t)port);
	must(answerable(&a) == (port != 0 && octet != 0 && octet != 255),
	    "another IPv6 address");
}

static void
lines(struct allowance *a, long long now_ms, unsigned wanted)
{
	static long long logged, left_out;
	unsigned long told;

	if (now_ms == 0)
		logged = left_out = 0;
	for (unsigned i = 0; i < wanted; i++)
		if (allowance_take(a, now_ms))
			logged++;
		else
			left_out++;
	must(logged <= MOST + now_ms * PER_S / 1000, "the log has too much");
	told = allowance_report(a, now_ms, 1);
	must((long long)told == left_out, "what was left out is not told");
	left_out = 0;
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
	struct input in = {bytes, n};
	struct allowance a;
	long long now_ms = 0;
	unsigned what, much;

	queue_open(&q);
	memset(owner, 0, sizeof(owner));
	memset(waiting, 0, sizeof(waiting));
	allowance_begin(&a, MOST, PER_S, now_ms);
	lines(&a, now_ms, 0);
	while (in.n > 0) {
		what = input_byte(&in);
		much = input_byte(&in);
		switch (what % 4) {
		case 0:
		case 1:
			for (unsigned i = 0; i <= much % 64; i++)
				put(1 + (int)(what / 4 % SOURCES), i);
			break;
		case 2:
			for (unsigned i = 0; i <= much % 64 && q.n > 0; i++)
				take();
			break;
		default:
			now_ms += what / 4 * 40;
			lines(&a, now_ms, much % 16);
			answers(much, what / 4 % 32);
		}
	}
	while (q.n > 0)
		take();
	for (int who = 1; who <= SOURCES; who++)
		must(waiting[who] == 0, "one waits for ever");
	return 0;
}
