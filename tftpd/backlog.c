/*
 * Taking in and serving by turns.
 */
#include <string.h>
#include <syslog.h>

#include "daemon/lean.h"
#include "daemon/log.h"
#include "daemon/now.h"
#include "tftpd/backlog.h"
#include "tftpd/inbox.h"
#include "tftpd/queue.h"
#include "tftpd/serve.h"
#include "tftpd/tally.h"

#define REQUEST_SIZE 65536	/* no datagram is cut */
#define HELD_SIZE 2048		/* four times what a client may ask with */
#define TAKEN_AT_ONCE 256	/* from one socket */
#define SERVED_AT_ONCE 16	/* before the sockets are looked at again */
#define REPORT_US 1000000

struct held {
	struct datagram datagram;
	int fd;
	unsigned char bytes[HELD_SIZE];
};

struct backlog {
	struct queue queue;
	/* What was dropped since the last report, and whose was the first. */
	unsigned long dropped;
	union address flooder;
	uint64_t reported_us;
	unsigned char bytes[REQUEST_SIZE];
	struct held held[QUEUE_MAX];
};

struct backlog *
backlog_open(void)
{
	struct backlog *b = lean_memory(sizeof(*b));

	if (b != NULL)
		queue_open(&b->queue);
	return b;
}

static void
note_dropped(struct backlog *b, struct server *s, const union address *from)
{
	counters_add(&s->counters, TALLY_DROPPED, NULL, 1);
	if (b->dropped++ == 0)
		b->flooder = *from;
}

static void
put(struct backlog *b, struct server *s, int fd, const struct datagram *d)
{
	int dropped;
	const size_t slot = queue_put(&b->queue, address_source(&d->from),
	    &dropped);
	struct held *h;

	if (slot == QUEUE_MAX) {
		note_dropped(b, s, &d->from);
		return;
	}
	h = &b->held[slot];
	if (dropped)
		note_dropped(b, s, &h->datagram.from);
	h->datagram = *d;
	h->datagram.bytes = h->bytes;
	h->fd = fd;
	memcpy(h->bytes, d->bytes, d->n);
}

int
backlog_take_in(struct backlog *b, struct server *s, int fd)
{
	struct datagram d = {.bytes = b->bytes, .size = REQUEST_SIZE};
	int got = 1;

	for (int i = 0; i < TAKEN_AT_ONCE; i++) {
		if ((got = datagram_receive(fd, &d)) != 1)
			break;
		if (s->set.one_port && inbox_deliver(&s->transfers, &d))
			continue;
		/* Longer than what clients ask with: it gets no place. */
		if (d.n > HELD_SIZE)
			serve(s, fd, &d);
		else
			put(b, s, fd, &d);
	}
	/* Its last ACK may be waiting yet where not all was taken in. */
	if (got == 0 && s->set.one_port)
		inbox_deliver_refusals(&s->transfers, fd);
	return got == -1 ? -1 : 0;
}

/*
 * At the limit of transfers the rest waits. With -1 it is refused instead, as
 * the sockets have to be emptied then: what the transfers wait for is in them.
 */
static int
may_serve(const struct backlog *b, const struct server *s)
{
	return b->queue.n > 0 &&
	    (s->set.one_port || s->transfers.n < s->transfers.max);
}

int
backlog_wait_ms(const struct backlog *b, const struct server *s, int ms)
{
	if (may_serve(b, s))
		return 0;
	if (b->dropped > 0 && (ms < 0 || ms > REPORT_US / 1000))
		ms = REPORT_US / 1000;
	return lograte_wait_ms(&s->lograte, ms);
}

static void
report(struct backlog *b)
{
	char from[ADDRESS_TEXT_SIZE];
	uint64_t now;

	if (b->dropped == 0 || (now = now_us()) - b->reported_us < REPORT_US)
		return;
	address_text(from, sizeof(from), &b->flooder, 0);
	log_line(LOG_WARNING, "flood from=%s dropped=%lu", from, b->dropped);
	b->reported_us = now;
	b->dropped = 0;
}

void
backlog_serve(struct backlog *b, struct server *s)
{
	struct held *h;

	for (int i = 0; i < SERVED_AT_ONCE && may_serve(b, s); i++) {
		h = &b->held[queue_take(&b->queue)];
		serve(s, h->fd, &h->datagram);
	}
	report(b);
}
