/*
 * Options. Each is written where somebody was seen to need it; the comments
 * say who. Pure.
 */
#include <arpa/inet.h>
#include <stdint.h>
#include <string.h>

#include "dhcp-helper/replyoption.h"

/*
 * Whether an option of n bytes leaves room for what comes last. The 64 bytes
 * of BOOTP are soon full, and a name is the least of it.
 */
static int
has_room(const struct writer *w, const struct message *m, size_t n)
{
	size_t relay_n = 0, left = w->size - w->n;

	if (message_option(m, OPTION_RELAY, &relay_n) != NULL)
		relay_n += 2;
	return left > relay_n && left - relay_n > n + 2;
}

/* RFC 2132 sections 3.3, 3.5, 3.8, 3.14 and 9.2; only what the map knows. */
static void
put_address_options(struct writer *w, const struct message *m,
    const struct decision *d)
{
	const struct client *c = &d->client;
	const uint32_t lease_s = htonl(d->lease_s);

	if (d->gives_lease)
		put_option(w, OPTION_LEASE_TIME, &lease_s, 4);
	if (d->netmask.s_addr != 0)
		put_option(w, OPTION_SUBNET_MASK, &d->netmask, 4);
	if (c->has_router)
		put_option(w, OPTION_ROUTER, &c->router, 4);
	if (c->dns_n > 0)
		put_option(w, OPTION_DNS, c->dns, 4 * c->dns_n);
	if (c->name != NULL && (message_requests(m, OPTION_HOST_NAME) ||
	    (m->type == MESSAGE_BOOTP && has_room(w, m, strlen(c->name)))))
		put_option(w, OPTION_HOST_NAME, c->name, strlen(c->name));
}

/*
 * Option 43. Direct: discovery control 8, "use the boot file named here and
 * ask nobody on 4011"; without it EDK2 asks there, and fails if nobody
 * answers. The boot item that was asked for, or iPXE drops the answer. For
 * the Raspberry Pi the words that it looks for, behind a menu of one line;
 * the ROM of the Pi 3 counts three bytes too many, which are the blanks. For
 * the disk a menu whose only item, after no time, is boot server 0, which is the
 * ROM itself; without such a menu iPXE asks on 4011.
 */
static void
put_vendor(struct writer *w, const struct message *m,
    const struct decision *d)
{
	static const unsigned char direct[] =
	    { VENDOR_DISCOVERY, 1, 8, VENDOR_END };
	static const unsigned char pi[] = { VENDOR_DISCOVERY, 1, 3,
	    VENDOR_PROMPT, 4, 0, 'P', 'X', 'E', VENDOR_MENU, 23, 0, 0, 20,
	    'R', 'a', 's', 'p', 'b', 'e', 'r', 'r', 'y', ' ', 'P', 'i', ' ',
	    'B', 'o', 'o', 't', ' ', ' ', ' ', VENDOR_END };
	static const unsigned char local[] = { VENDOR_DISCOVERY, 1, 3,
	    VENDOR_PROMPT, 11, 0, 'L', 'o', 'c', 'a', 'l', ' ', 'b', 'o', 'o',
	    't', VENDOR_MENU, 13, 0, 0, 10, 'L', 'o', 'c', 'a', 'l', ' ', 'b',
	    'o', 'o', 't', VENDOR_END };
	unsigned char item[7] = { VENDOR_BOOT_ITEM, 4 };

	switch (d->vendor) {
	case VENDOR_NONE:
		break;
	case VENDOR_DIRECT:
		put_option(w, OPTION_VENDOR_SPECIFIC, direct, sizeof(direct));
		break;
	case VENDOR_PI:
		put_option(w, OPTION_VENDOR_SPECIFIC, pi, sizeof(pi));
		break;
	case VENDOR_LOCAL:
		put_option(w, OPTION_VENDOR_SPECIFIC, local, sizeof(local));
		break;
	case VENDOR_ITEM:
		memcpy(item + 2, m->boot_item, sizeof(m->boot_item));
		item[6] = VENDOR_END;
		put_option(w, OPTION_VENDOR_SPECIFIC, item, sizeof(item));
	}
}

/*
 * The server as 66, a name or an address, without a NUL: the Raspberry Pi 4
 * wants it; and as 150, an address, where the map names it or the client
 * asks: to telephones 150 means something else.
 */
static void
put_server(struct writer *w, const struct message *m,
    const struct decision *d, const char *server)
{
	const int boots = d->class != NULL && d->to != TO_SENDER &&
	    d->file[0] != '\0';

	if (boots || message_requests(m, OPTION_SERVER_NAME))
		put_option(w, OPTION_SERVER_NAME, server, strlen(server));
	if ((boots && (d->client.has_server || d->is_elsewhere)) ||
	    message_requests(m, OPTION_SERVER_ADDRESS))
		put_option(w, OPTION_SERVER_ADDRESS, &d->server, 4);
}

/* What a client that boots reads (PXE 2.1, RFC 5071). */
static void
put_boot(struct writer *w, const struct message *m, const struct decision *d,
    const char *server)
{
	/* iPXE: 176, wait for no proxy beside us; 1, our offer goes before
	 * those of servers that name no priority. */
	static const unsigned char ipxe[] = { 0xb0, 1, 1, 0x01, 1, 4 };
	const unsigned char *p;
	size_t n;

	/* U-Boot neither needs 60 nor looks at it. */
	if (d->class != NULL && m->class != CLASS_UBOOT)
		put_option(w, OPTION_VENDOR_CLASS, d->class, strlen(d->class));
	if (d->class != NULL &&
	    (p = message_option(m, OPTION_UUID, &n)) != NULL && n > 0)
		put_option(w, OPTION_UUID, p, n);
	put_vendor(w, m, d);
	put_server(w, m, d, server);
	/* Firmware of about 2010 reads on until a NUL: the PAD is one. */
	if (d->file[0] != '\0') {
		put_option(w, OPTION_BOOTFILE_NAME, d->file, strlen(d->file));
		put8(w, OPTION_PAD);
	}
	if (d->config_file[0] != '\0')
		put_option(w, OPTION_CONFIG_FILE, d->config_file,
		    strlen(d->config_file));
	if (d->prefix[0] != '\0')
		put_option(w, OPTION_PATH_PREFIX, d->prefix,
		    strlen(d->prefix));
	if (d->gives_address && d->class != NULL && m->stage == STAGE_IPXE)
		put_option(w, OPTION_IPXE, ipxe, sizeof(ipxe));
}

static void
put_type(struct writer *w, const struct decision *d)
{
	unsigned char type = MESSAGE_ACK;

	if (d->answer == ANSWER_OFFER)
		type = MESSAGE_OFFER;
	else if (d->answer == ANSWER_NAK)
		type = MESSAGE_NAK;
	put_option(w, OPTION_MESSAGE_TYPE, &type, 1);
	put_option(w, OPTION_SERVER_ID, &d->server_id, 4);
}

void
reply_options(struct writer *w, const struct message *m,
    const struct decision *d, const char *server)
{
	const unsigned char *p;
	size_t n;

	if (d->answer != ANSWER_BOOTP)
		put_type(w, d);
	if (d->gives_address)
		put_address_options(w, m, d);
	if (d->answer != ANSWER_BOOTP && d->answer != ANSWER_NAK)
		put_boot(w, m, d, server);
	/* RFC 6842, where we are the DHCP server, or nothing else in the answer
	 * says whose it is. */
	if ((d->gives_address || d->answer == ANSWER_NAK || m->hlen == 0) &&
	    (p = message_option(m, OPTION_CLIENT_ID, &n)) != NULL && n > 0 &&
	    (m->type != MESSAGE_BOOTP || (m->hlen == 0 && has_room(w, m, n))))
		put_option(w, OPTION_CLIENT_ID, p, n);
	if (d->gives_address && m->has_relay_link &&	/* RFC 3011 */
	    message_option(m, OPTION_SUBNET_SELECTION, &n) != NULL)
		put_option(w, OPTION_SUBNET_SELECTION, &m->relay_link, 4);
	/* RFC 3046 section 2.2: as it came, and last. */
	if ((p = message_option(m, OPTION_RELAY, &n)) != NULL)
		put_option(w, OPTION_RELAY, p, n);
	put8(w, OPTION_END);
}
