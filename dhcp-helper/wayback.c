/*
 * The way back, by what the message says of its sender.
 */
#include <string.h>

#include "dhcp-helper/wayback.h"
#include "net/answerable.h"

/*
 * RFC 2131 section 4.1, and what firmware needs instead. Who asks for an
 * address in 50 has none yet, even if it writes that into ciaddr as well.
 */
void
wayback_choose(const struct message *m, struct decision *d)
{
	if (d->to == TO_SENDER)
		return;
	if (m->giaddr.s_addr != 0)
		d->to = TO_RELAY;
	else if (m->ciaddr.s_addr != 0 && !m->has_requested_address &&
	    d->answer != ANSWER_OFFER && d->answer != ANSWER_NAK &&
	    !(d->vendor == VENDOR_ITEM && m->flags & FLAG_BROADCAST) &&
	    !client_quirk(&d->client, "broadcast"))
		d->to = TO_CLIENT;
}

int
wayback_is_open(const struct message *m, const struct interface *via,
    const struct decision *d)
{
	union address to;

	if (d->to != TO_RELAY && d->to != TO_CLIENT)
		return 1;
	memset(&to, 0, sizeof(to));
	to.in = (struct sockaddr_in){ .sin_family = AF_INET,
	    .sin_port = htons(PORT_CLIENT),
	    .sin_addr = d->to == TO_RELAY ? m->giaddr : m->ciaddr };
	/* What came from elsewhere does not mean programs of this host. */
	if (answerable_by_itself(to.in.sin_addr) &&
	    !answerable_by_itself(via->address))
		return 0;
	return answerable(&to) && answerable_in_net(to.in.sin_addr,
	    via->address, via->netmask);
}
