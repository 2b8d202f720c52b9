/*
 * What waits for its turn (dhcp-helper/waiting.h), and who has asked before
 * (repeats.h).
 */
#include <stdio.h>
#include <string.h>

#include "dhcp-helper/repeats.h"
#include "dhcp-helper/waiting.h"

static struct waitings queue;
static int wrong;

#define CHECK(right) check((right), #right, __LINE__)

static void
check(int right, const char *what, int line)
{
	if (right)
		return;
	printf("line %d is not so: %s\n", line, what);
	wrong = 1;
}

static struct message
message(unsigned type, unsigned card, unsigned xid)
{
	static struct message m;

	memset(&m, 0, sizeof(m));
	m.type = type;
	m.hlen = 6;
	m.chaddr[4] = (unsigned char)(card >> 8);
	m.chaddr[5] = (unsigned char)card;
	m.xid[3] = (unsigned char)xid;
	return m;
}

static enum waiting_added
add(unsigned card, unsigned link, unsigned xid, long long due_ms)
{
	const struct message m = message(MESSAGE_DISCOVER, card, xid);
	struct waiting w = { .due_ms = due_ms, .link = link, .fd = 7,
	    .port = 67, .type = m.type };

	(void)message_card(&m, w.card);
	memcpy(w.xid, m.xid, sizeof(w.xid));
	w.datagram.n = 1;
	w.bytes[0] = (unsigned char)card;
	return waiting_add(&queue, &w);
}

static int
take(unsigned type, unsigned card, unsigned link, unsigned xid)
{
	const struct message m = message(type, card, xid);
	struct waiting w;

	return waiting_take_other(&queue, &m, link, 0, &w);
}

static void
check_order(void)
{
	static const unsigned char order[] = { 2, 3, 1 };
	struct waiting w;

	CHECK(waiting_left_ms(&queue, 1000) == -1);
	CHECK(waiting_due(&queue, 1000, &w) == 0);
	CHECK(add(1, 1, 1, 1300) == WAITING_ADDED);
	CHECK(add(2, 1, 1, 1100) == WAITING_ADDED);
	CHECK(add(3, 1, 1, 1200) == WAITING_ADDED);
	CHECK(waiting_left_ms(&queue, 1000) == 100);
	CHECK(waiting_left_ms(&queue, 5000) == 0);
	CHECK(waiting_due(&queue, 1099, &w) == 0);
	for (unsigned i = 0; i < 3; i++) {
		CHECK(waiting_due(&queue, 1300, &w) == 1);
		CHECK(w.bytes[0] == order[i]);
		CHECK(w.datagram.bytes == w.bytes && w.fd == 7);
	}
	CHECK(waiting_due(&queue, 1300, &w) == 0);
}

/* A client is known by its card and its link, a question by type and xid. */
static void
check_clients(void)
{
	struct waiting w;

	CHECK(add(1, 1, 1, 1300) == WAITING_ADDED);
	CHECK(add(1, 2, 1, 1400) == WAITING_ADDED);
	CHECK(add(1, 1, 1, 1500) == WAITING_SOONER);
	CHECK(waiting_left_ms(&queue, 1000) == 300);
	CHECK(add(1, 1, 1, 1200) == WAITING_SOONER);
	CHECK(waiting_left_ms(&queue, 1000) == 200);
	CHECK(take(MESSAGE_DISCOVER, 1, 1, 1) == 0);
	CHECK(take(MESSAGE_DISCOVER, 2, 1, 9) == 0);
	CHECK(take(MESSAGE_DISCOVER, 1, 3, 9) == 0);
	CHECK(take(MESSAGE_DISCOVER, 1, 1, 2) == 1);
	CHECK(take(MESSAGE_DISCOVER, 1, 1, 2) == 0);
	CHECK(take(MESSAGE_REQUEST, 1, 2, 1) == 1);
	CHECK(waiting_due(&queue, 9999, &w) == 0);
}

/* What is said from beyond the link has a place of its own, and ends its like alone. */
static void
check_far(void)
{
	const struct message other = message(MESSAGE_REQUEST, 1, 9);
	struct waiting w;

	CHECK(add(1, 1, 1, 1300) == WAITING_ADDED);
	CHECK(waiting_take_other(&queue, &other, 1, 1, &w) == 0);
	CHECK(waiting_due(&queue, 9999, &w) == 1 && !w.is_far);
	w.is_far = 1;
	CHECK(waiting_add(&queue, &w) == WAITING_ADDED);
	CHECK(add(1, 1, 1, 1300) == WAITING_ADDED);
	CHECK(waiting_take_other(&queue, &other, 1, 1, &w) == 1 && w.is_far);
	CHECK(take(MESSAGE_REQUEST, 1, 1, 9) == 1);
	CHECK(waiting_due(&queue, 9999, &w) == 0);
}

/* It is bounded, and each place is used again. */
static void
check_full(void)
{
	struct waiting w;
	unsigned i, round, sum;

	for (round = 0; round < 3; round++) {
		for (i = 0; i < WAITING_MAX; i++)
			CHECK(add(i, 1, 1, 1000 + i % 10) == WAITING_ADDED);
		CHECK(add(i, 1, 1, 1) == WAITING_FULL);
		CHECK(add(5, 1, 1, 1) == WAITING_SOONER);
		for (sum = i = 0; i < WAITING_MAX; i++) {
			CHECK(waiting_due(&queue, 1009, &w) == 1);
			sum += (unsigned)w.card[4] << 8 | w.card[5];
		}
		CHECK(sum == WAITING_MAX * (WAITING_MAX - 1) / 2);
		CHECK(queue.n == 0 && queue.used == WAITING_MAX);
	}
}

static unsigned
note(struct repeats *r, unsigned type, unsigned card, unsigned xid,
    long long now_ms)
{
	const struct message m = message(type, card, xid);

	return repeats_note(r, &m, now_ms);
}

static void
check_repeats(void)
{
	static struct repeats r;

	CHECK(note(&r, MESSAGE_DISCOVER, 1, 1, 1000) == 0);
	/* The same from a second relay. */
	CHECK(note(&r, MESSAGE_DISCOVER, 1, 1, 1003) == 0);
	CHECK(note(&r, MESSAGE_DISCOVER, 1, 1, 5000) == 1);
	CHECK(note(&r, MESSAGE_DISCOVER, 1, 1, 13000) == 2);
	/* Others have not asked, nor has it asked this. */
	CHECK(note(&r, MESSAGE_DISCOVER, 2, 1, 13000) == 0);
	CHECK(note(&r, MESSAGE_DISCOVER, 1, 2, 13000) == 0);
	CHECK(note(&r, MESSAGE_REQUEST, 1, 1, 13000) == 0);
	/* A machine that is switched on again may begin with the same xid. */
	CHECK(note(&r, MESSAGE_DISCOVER, 1, 1, 13000 + REPEATS_MS + 1) == 0);
	for (unsigned i = 0; i < 100000; i++)
		(void)note(&r, MESSAGE_DISCOVER, i, i >> 8, 20000);
}

int
main(void)
{
	check_order();
	check_clients();
	check_far();
	check_full();
	check_repeats();
	return wrong;
}
