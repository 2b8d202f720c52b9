/*
 * The last step: struct decision to bytes. Pure.
 */
#include <arpa/inet.h>
#include <stdint.h>
#include <string.h>

#include "reply.h"

#define PORT_SERVER 67
#define PORT_CLIENT 68
#define FLAG_BROADCAST 0x8000

#define SNAME_SIZE 64
#define FILE_SIZE 128
/* Linux's client in the kernel and RFC 1542 section 2.1 want as much. */
#define REPLY_MIN 300
/* What every client must take (RFC 2132 section 9.10). */
#define DATAGRAM_MIN 576
#define IP_UDP_HEADER 28

struct writer {
	unsigned char *bytes;
	size_t size;
	size_t n;
	int full;		/* something did not fit */
};

static void
put_zeros(struct writer *w, size_t n)
{
	if (n > w->size - w->n) {
		w->full = 1;
		return;
	}
	memset(w->bytes + w->n, 0, n);
	w->n += n;
}

static void
put(struct writer *w, const void *bytes, size_t n)
{
	if (n > w->size - w->n) {
		w->full = 1;
		return;
	}
	if (n > 0)
		memcpy(w->bytes + w->n, bytes, n);
	w->n += n;
}

static void
put8(struct writer *w, unsigned value)
{
	unsigned char byte = (unsigned char)value;

	put(w, &byte, 1);
}

static void
put16(struct writer *w, unsigned value)
{
	put8(w, value >> 8 & 0xff);
	put8(w, value & 0xff);
}

/* EDK2 reads the first part of a long option only: none is ever split. */
static void
put_option(struct writer *w, unsigned code, const void *bytes, size_t n)
{
	if (n > 255) {
		w->full = 1;
		return;
	}
	put8(w, code);
	put8(w, (unsigned)n);
	put(w, bytes, n);
}

/* A text in a header field of fixed size; empty if it and its NUL do not
 * fit. */
static void
put_field(struct writer *w, const char *text, size_t size)
{
	size_t n = strlen(text);

	if (n >= size)
		n = 0;
	put(w, text, n);
	put_zeros(w, size - n);
}

/*
 * The bytes that the client takes. OVMF says 1472 in its DISCOVER and 65280
 * in its REQUEST, others 0: both ends are held.
 */
static size_t
size_for(const struct message *m)
{
	size_t max = m->max_size;

	if (max < DATAGRAM_MIN)
		max = DATAGRAM_MIN;
	max -= IP_UDP_HEADER;
	return max < REPLY_MAX ? max : REPLY_MAX;
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
	static const unsigned char cookie[4] = { 0x63, 0x82, 0x53, 0x63 };
	unsigned flags = m->flags;

	/* The client has no address yet, so only a broadcast can reach it; a
	 * relay needs to be told so. */
	if (!d->to_sender)
		flags |= FLAG_BROADCAST;
	put8(w, 2);
	put8(w, m->htype);
	put8(w, m->hlen);
	put8(w, 0);
	put(w, m->xid, sizeof(m->xid));
	put16(w, 0);
	put16(w, flags);
	if (d->answer == ANSWER_ACK)
		put(w, &m->ciaddr, sizeof(m->ciaddr));
	else
		put_zeros(w, sizeof(m->ciaddr));
	if (d->gives_address)
		put(w, &d->client.ip, sizeof(d->client.ip));
	else
		put_zeros(w, sizeof(d->client.ip));
	put(w, &d->server, sizeof(d->server));
	put(w, &m->giaddr, sizeof(m->giaddr));
	put(w, m->chaddr, sizeof(m->chaddr));
	put_field(w, server, SNAME_SIZE);
	put_field(w, d->file, FILE_SIZE);
	put(w, cookie, sizeof(cookie));
}

/* RFC 2132 sections 3.3, 3.5, 3.8 and 9.2; only what the map knows. */
static void
put_address_options(struct writer *w, const struct decision *d)
{
	const struct client *c = &d->client;
	const uint32_t lease_s = htonl(d->lease_s);

	put_option(w, OPTION_LEASE, &lease_s, 4);
	put_option(w, OPTION_NETMASK, &d->netmask, 4);
	if (c->has_router)
		put_option(w, OPTION_ROUTER, &c->router, 4);
	if (c->dns_n > 0)
		put_option(w, OPTION_DNS, c->dns, 4 * c->dns_n);
}

/*
 * Option 43. To PXE on 67: discovery control 8, "use the boot file named
 * here and ask nobody on 4011"; without it EDK2 asks there, and fails if
 * nobody answers. On 4011: the boot item that was asked for, or iPXE drops
 * the answer.
 */
static void
put_vendor(struct writer *w, const struct message *m,
    const struct decision *d)
{
	static const unsigned char direct[4] =
	    { VENDOR_DISCOVERY, 1, 8, VENDOR_END };
	unsigned char item[7] = { VENDOR_BOOT_ITEM, 4 };

	if (m->class != CLASS_PXE)
		return;
	if (!d->to_sender) {
		put_option(w, OPTION_VENDOR, direct, sizeof(direct));
	} else if (m->has_boot_item) {
		memcpy(item + 2, m->boot_item, sizeof(m->boot_item));
		item[6] = VENDOR_END;
		put_option(w, OPTION_VENDOR, item, sizeof(item));
	}
}

static void
put_options(struct writer *w, const struct message *m,
    const struct decision *d, const char *server)
{
	const char *class = m->class == CLASS_HTTP ? "HTTPClient" :
	    "PXEClient";
	const unsigned char type = d->answer == ANSWER_OFFER ?
	    MESSAGE_OFFER : MESSAGE_ACK;
	static const unsigned char ipxe[6] =
	    { 0xb0, 1, 1, 0x01, 1, 4 };
	const unsigned char *p;
	size_t n;

	put_option(w, OPTION_TYPE, &type, 1);
	put_option(w, OPTION_SERVER_ID, &d->server_id, 4);
	if (d->gives_address)
		put_address_options(w, d);
	put_option(w, OPTION_CLASS, class, strlen(class));
	if ((p = message_option(m, OPTION_UUID, &n)) != NULL && n > 0)
		put_option(w, OPTION_UUID, p, n);
	put_vendor(w, m, d);
	/* For the Raspberry Pi 4, and without a NUL. */
	if (!d->to_sender)
		put_option(w, OPTION_SERVER_NAME, server, strlen(server));
	/* Firmware of about 2010 reads on until a NUL: the PAD is one. */
	put_option(w, OPTION_FILE, d->file, strlen(d->file));
	put8(w, OPTION_PAD);
	/* iPXE: 176, wait for no proxy beside us; 1, our offer goes before
	 * those of servers that name no priority. */
	if (d->gives_address && m->stage == STAGE_IPXE)
		put_option(w, OPTION_IPXE, ipxe, sizeof(ipxe));
	/* RFC 3046 section 2.2: as it came, and last. */
	if ((p = message_option(m, OPTION_RELAY, &n)) != NULL)
		put_option(w, OPTION_RELAY, p, n);
	put8(w, OPTION_END);
}

size_t
reply_build(const struct message *m, const struct decision *d,
    unsigned char buf[REPLY_MAX])
{
	struct writer w = { buf, size_for(m), 0, 0 };
	char address[INET_ADDRSTRLEN];
	const char *server = d->client.servername;

	if (server == NULL)
		server = inet_ntop(AF_INET, &d->server, address,
		    sizeof(address));
	put_header(&w, m, d, server);
	put_options(&w, m, d, server);
	if (w.full)
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
	if (d->to_sender) {
		/* EDK2 listens where it sent from, 4011; iPXE sent from 68. */
		to->in = from->in;
	} else if (m->giaddr.s_addr != 0) {
		to->in.sin_addr = m->giaddr;
		to->in.sin_port = htons(PORT_SERVER);
	} else {
		/* Never the broadcast address of the subnet: EDK2 drops it. */
		to->in.sin_addr.s_addr = htonl(INADDR_BROADCAST);
		to->in.sin_port = htons(PORT_CLIENT);
	}
}
