/*
 * The last step: struct decision to bytes. Pure.
 */
#include <arpa/inet.h>
#include <string.h>

#include "dhcp-helper/reply.h"
#include "dhcp-helper/replyoption.h"
#include "dhcp-helper/writer.h"

/* Linux's client in the kernel and RFC 1542 section 2.1 want as much. */
#define REPLY_MIN 300
/* What every client must take (RFC 2132 section 9.10). */
#define DATAGRAM_MIN 576
#define IP_UDP_HEADER 28

/*
 * The bytes that the client takes. OVMF says 1472 in its DISCOVER and 65280
 * in its REQUEST, others 0: both ends are held. BOOTP has 64 bytes of
 * options, and no more than were asked with (RFC 1542 section 2.1).
 */
static size_t
size_for(const struct message *m)
{
	size_t max = m->max_size;

	if (m->type == MESSAGE_BOOTP) {
		max = m->n < REPLY_MIN ? REPLY_MIN : m->n;
	} else {
		if (max < DATAGRAM_MIN)
			max = DATAGRAM_MIN;
		max -= IP_UDP_HEADER;
	}
	return max < REPLY_MAX ? max : REPLY_MAX;
}

/* Whether the answer says which address the client has, or will have. */
static int
has_address(const struct message *m, const struct decision *d)
{
	return d->answer != ANSWER_NAK && (d->gives_address ||
	    (d->answer == ANSWER_ACK && m->ciaddr.s_addr != 0));
}

/*
 * Our broadcasts say so. A relay keeps the client's word, unless there is
 * no address that the answer could be sent to (RFC 2131 section 4.1), or no
 * hardware's (RFC 4390 section 2.1).
 */
static unsigned
flags_for(const struct message *m, const struct decision *d)
{
	if (d->to == TO_ALL || (d->to == TO_RELAY && (!has_address(m, d) ||
	    m->hlen == 0 ||
	    client_quirk(&d->client, "broadcast"))))
		return m->flags | FLAG_BROADCAST;
	return m->flags;
}

/*
 * RFC 951's header. hlen is copied even for clients without a MAC: EDK2
 * compares as many bytes of chaddr as the reply says. hops is 0: the ROM of
 * the Raspberry Pi 3 misreads any other.
 */
static void
put_header(struct writer *w, const struct message *m,
    const struct decision *d, const char *server)
{
	static const unsigned char cookie[MESSAGE_COOKIE] =
	    { 0x63, 0x82, 0x53, 0x63 };
	static const struct in_addr none;
	const int nak = d->answer == ANSWER_NAK;
	const int keeps = d->answer == ANSWER_ACK || d->answer == ANSWER_BOOTP;
	const int gives = d->gives_address && m->type != MESSAGE_INFORM;

	put8(w, 2);
	put8(w, m->htype);
	put8(w, m->hlen);
	put8(w, 0);
	put(w, m->xid, sizeof(m->xid));
	put16(w, 0);
	put16(w, flags_for(m, d));
	put(w, keeps ? &m->ciaddr : &none, sizeof(none));
	put(w, gives ? &d->client.ip : &none, sizeof(none));
	put(w, nak ? &none : &d->server, sizeof(none));
	put(w, &m->giaddr, sizeof(m->giaddr));
	put(w, m->chaddr, sizeof(m->chaddr));
	put_field(w, nak ? "" : server, MESSAGE_SNAME_SIZE);
	put_field(w, d->file, MESSAGE_FILE_SIZE);
	put(w, cookie, sizeof(cookie));
}

size_t
reply_build(const struct message *m, const struct decision *d,
    unsigned char buf[REPLY_MAX])
{
	struct writer w = { buf, size_for(m), 0, 0 };
	char address[INET_ADDRSTRLEN];
	/* The name is that of server=, not of the file's own. */
	const char *server = d->is_elsewhere ? NULL : d->client.servername;

	if (server == NULL)
		server = inet_ntop(AF_INET, &d->server, address,
		    sizeof(address));
	put_header(&w, m, d, server);
	reply_options(&w, m, d, server);
	/* In BOOTP a name has no other place than the field. */
	if (w.full || (m->type == MESSAGE_BOOTP &&
	    strlen(d->file) >= MESSAGE_FILE_SIZE))
		return 0;
	if (w.n < REPLY_MIN)
		put_zeros(&w, REPLY_MIN - w.n);
	return w.n;
}

void
reply_address(const struct message *m, const struct decision *d,
    const union address *from, union address *to)
{
	memset(to, 0, sizeof(*to));
	to->in.sin_family = AF_INET;
	to->in.sin_port = htons(PORT_CLIENT);
	switch (d->to) {
	case TO_SENDER:
		/* EDK2 listens where it sent from, 4011; iPXE sent from 68. */
		to->in = from->in;
		/* It has no address yet; that of all zeros would be us. */
		if (to->in.sin_addr.s_addr == htonl(INADDR_ANY))
			to->in.sin_addr.s_addr = htonl(INADDR_BROADCAST);
		break;
	case TO_RELAY:
		to->in.sin_addr = m->giaddr;
		to->in.sin_port = htons(PORT_SERVER);
		break;
	case TO_CLIENT:
		to->in.sin_addr = m->ciaddr;
		break;
	case TO_ALL:
		/* Never the broadcast address of the subnet: EDK2 drops it. */
		to->in.sin_addr.s_addr = htonl(INADDR_BROADCAST);
	}
}
