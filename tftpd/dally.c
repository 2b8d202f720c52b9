/*
 * Staying.
 */
#include <stdint.h>

#include "daemon/now.h"
#include "tftpd/dally.h"
#include "tftpd/packet.h"

#define DALLY_US 6000000	/* clients repeat after 1 to 5 s */

/*
 * Whether a block wants its ACK after the end: the last one; and behind a
 * last one whose number is 0 an empty one, which tftp-hpa and curl send.
 */
static int
is_over(const struct receive *r, const struct packet *p)
{
	unsigned last = block_number(r->block, r->agreed.rollover);

	return p->number == last ||
	    (last == 0 && p->number == 1 && p->n == 0);
}

void
dally(const struct receive *r)
{
	unsigned char packet[PACKET_HEADER_SIZE + 1];
	uint64_t now = now_us(), end_us = now + DALLY_US;
	struct packet p;
	ssize_t n;

	for (; now < end_us; now = now_us()) {
		if (channel_timeout(r->channel, end_us - now) == -1 ||
		    (n = channel_receive(r->channel, packet,
		    sizeof(packet))) == -1)
			return;
		if (packet_parse(packet, (size_t)n, &p) == -1 ||
		    p.opcode != PACKET_DATA || !is_over(r, &p))
			continue;
		packet_ack(packet, p.number);
		if (channel_afford(r->channel, 1) > 0)
			(void)channel_send(r->channel, packet, PACKET_HEADER_SIZE);
	}
}
