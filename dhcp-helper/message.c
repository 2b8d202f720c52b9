/*
 * The first step: bytes to struct message. Pure; trusts nothing. Lengths
 * are checked by subtracting, and every option has passed the length of its
 * RFC before anybody uses it.
 */
#include <bsd/sys/endian.h>
#include <stdio.h>
#include <string.h>

#include "dhcp-helper/area.h"
#include "dhcp-helper/identity.h"
#include "dhcp-helper/message.h"

/* Sub-options of 82. */
#define RELAY_LINK 5
#define RELAY_SERVER_ID 11

static struct in_addr
get_address(const unsigned char *p)
{
	struct in_addr a;

	memcpy(&a, p, sizeof(a));
	return a;
}

/*
 * Joins the parts of each option (RFC 3396) in m->store, which is as long
 * as the longest message. The areas have been walked before: no length
 * lies.
 */
static void
options_join(struct message *m, const struct areas *a)
{
	const unsigned char *value;
	size_t i, pos, value_n, end = 0, filled[256] = { 0 };
	unsigned code;

	for (i = 0; i < a->count; i++)
		for (pos = 0; area_next(a->bytes[i], a->n[i], &pos, &code,
		    &value, &value_n) == 1;) {
			m->option[code].present = 1;
			m->option[code].n += value_n;
		}
	for (code = 0; code < 256; code++) {
		m->option[code].at = end;
		end += m->option[code].n;
	}
	for (i = 0; i < a->count; i++)
		for (pos = 0; area_next(a->bytes[i], a->n[i], &pos, &code,
		    &value, &value_n) == 1;) {
			memcpy(m->store + m->option[code].at + filled[code],
			    value, value_n);
			filled[code] += value_n;
		}
}

/* 1: the option is an address, *a; 0: there is none; -1: it is wrong, and so
 * the message is. */
static int
address_read(struct message *m, unsigned code, struct in_addr *a)
{
	const unsigned char *p;
	size_t n;

	if ((p = message_option(m, code, &n)) == NULL)
		return 0;
	if (n == 4) {
		*a = get_address(p);
		return 1;
	}
	message_ignore(m, code);
	return m->type == MESSAGE_DISCOVER ? 0 : -1;
}

static enum silence
type_read(struct message *m)
{
	const unsigned char *p;
	size_t n;

	if ((p = message_option(m, OPTION_MESSAGE_TYPE, &n)) == NULL)
		return SILENCE_NOT;
	if (n != 1 || p[0] == 0)
		return SILENCE_BAD_OPTION_53;
	m->type = p[0];
	return SILENCE_NOT;
}

/*
 * What it wants, and of whom: 50, 54, 57 (RFC 2132 section 9). A DISCOVER is
 * a question to all, and the first two are no more than a wish in it. Anything
 * else is for one server, and about one address: whom and which has to be
 * understood.
 */
static enum silence
request_read(struct message *m)
{
	const unsigned char *p;
	size_t n;

	m->has_requested_address = address_read(m, OPTION_REQUESTED_ADDRESS,
	    &m->requested_address);
	if (m->has_requested_address == -1)
		return SILENCE_BAD_OPTION_50;
	m->has_server_id = address_read(m, OPTION_SERVER_ID, &m->server_id);
	if (m->has_server_id == -1)
		return SILENCE_BAD_OPTION_54;
	if ((p = message_option(m, OPTION_MAX_MESSAGE_SIZE, &n)) == NULL)
		return SILENCE_NOT;
	if (n == 2)
		m->max_size = be16dec(p);
	else
		message_ignore(m, OPTION_MAX_MESSAGE_SIZE);
	return SILENCE_NOT;
}

/*
 * Options of which the last one goes on behind the end: the others are
 * what a DISCOVER says. Of any other message the rest may be what changes its
 * meaning.
 */
static enum silence
cut_read(struct message *m, const struct areas *a)
{
	if (!a->is_cut)
		return SILENCE_NOT;
	if (m->type != MESSAGE_DISCOVER)
		return SILENCE_BAD_OPTIONS;
	m->ignored[m->ignored_n++] = (unsigned char)a->cut_code;
	return SILENCE_NOT;
}

/*
 * The boot item that a PXE client asks for (43.71), and nothing if one is not as
 * long as it has to be. What else may be in 43, and in whose format, is no affair
 * of ours: it is passed over.
 */
static void
boot_item_read(struct message *m)
{
	const unsigned char *p, *value;
	size_t n, pos = 0, value_n;
	unsigned code;

	if ((p = message_option(m, OPTION_VENDOR_SPECIFIC, &n)) == NULL)
		return;
	while (area_next(p, n, &pos, &code, &value, &value_n) == 1)
		if (code == VENDOR_BOOT_ITEM && value_n == 4) {
			memcpy(m->boot_item, value, 4);
			m->has_boot_item = 1;
		} else if (code == VENDOR_BOOT_ITEM && m->class == CLASS_PXE) {
			m->has_boot_item = 0;
			message_ignore(m, OPTION_VENDOR_SPECIFIC);
			return;
		}
}

/*
 * What a relay says of the client's link (RFC 3527), which a client may do
 * itself with 118 (RFC 3011), and which address the client is to take for
 * ours (RFC 5107). The sub-options of 82 may be anything: what does not fit
 * is echoed and not read.
 */
static void
relay_read(struct message *m)
{
	const unsigned char *p;
	size_t n, pos, value_n;

	if ((p = message_option(m, OPTION_SUBNET_SELECTION, &n)) != NULL &&
	    n == 4) {
		m->relay_link = get_address(p);
		m->has_relay_link = 1;
	}
	if (m->giaddr.s_addr == 0 ||
	    (p = message_option(m, OPTION_RELAY, &n)) == NULL)
		return;
	for (pos = 0; n - pos >= 2; pos += 2 + value_n) {
		value_n = p[pos + 1];
		if (value_n > n - pos - 2)
			return;
		if (p[pos] == RELAY_LINK && value_n == 4) {
			m->relay_link = get_address(p + pos + 2);
			m->has_relay_link = 1;
		} else if (p[pos] == RELAY_SERVER_ID && value_n == 4) {
			m->relay_server_id = get_address(p + pos + 2);
			m->has_relay_server_id = 1;
		}
	}
}

/*
 * RFC 951's header. Four zeros instead of the cookie are a BOOTP client's
 * that has nothing to say there: no options, however many bytes follow.
 */
static void
header_read(struct message *m, const unsigned char *bytes, size_t n)
{
	memset(m, 0, sizeof(*m));
	m->n = n;
	m->htype = bytes[1];
	m->hlen = bytes[2] > 16 ? 0 : bytes[2];
	m->hlen_sent = bytes[2];
	memcpy(m->xid, bytes + 4, sizeof(m->xid));
	m->secs = be16dec(bytes + 8);
	m->flags = be16dec(bytes + 10);
	m->ciaddr = get_address(bytes + 12);
	m->giaddr = get_address(bytes + 24);
	memcpy(m->chaddr, bytes + 28, sizeof(m->chaddr));
}

enum silence
message_parse(struct message *m, const unsigned char *bytes, size_t n)
{
	static const unsigned char cookie[MESSAGE_COOKIE] =
	    { 0x63, 0x82, 0x53, 0x63 }, none[MESSAGE_COOKIE];
	struct areas areas = { .count = 0 };
	enum silence why;
	size_t overload;

	if (n < MESSAGE_HEADER + MESSAGE_COOKIE)
		return SILENCE_TOO_SHORT;
	if (n > MESSAGE_MAX)
		return SILENCE_TOO_LONG;
	if (bytes[0] != 1)	/* BOOTREQUEST, RFC 951 section 3 */
		return SILENCE_NO_REQUEST;
	/* InfiniBand's is 20, which some write, though it has no room;
	 * Ethernet's is known, whatever is said. */
	if (bytes[2] > 16 && bytes[1] != HTYPE_INFINIBAND &&
	    bytes[1] != HTYPE_ETHERNET)
		return SILENCE_BAD_HLEN;
	if (memcmp(bytes + MESSAGE_HEADER, cookie, MESSAGE_COOKIE) == 0) {
		if ((why = areas_find(&areas, bytes, n)) != SILENCE_NOT)
			return why;
	} else if (memcmp(bytes + MESSAGE_HEADER, none, MESSAGE_COOKIE) != 0) {
		return SILENCE_BAD_COOKIE;
	}
	header_read(m, bytes, n);
	options_join(m, &areas);
	if (message_option(m, OPTION_OVERLOAD, &overload) == NULL)
		memcpy(m->sname, bytes + MESSAGE_AT_SNAME,
		    MESSAGE_SNAME_SIZE);
	if ((why = type_read(m)) != SILENCE_NOT ||
	    (why = cut_read(m, &areas)) != SILENCE_NOT ||
	    (why = request_read(m)) != SILENCE_NOT ||
	    (why = identity_read(m)) != SILENCE_NOT)
		return why;
	boot_item_read(m);
	relay_read(m);
	return SILENCE_NOT;
}

const char *
message_type_name(unsigned type, char *buf, size_t size)
{
	static const char *const name[] = {
		"BOOTP", "DISCOVER", "OFFER", "REQUEST", "DECLINE", "ACK",
		"NAK", "RELEASE", "INFORM"
	};

	if (type < sizeof(name) / sizeof(name[0]))
		return name[type];
	snprintf(buf, size, "type-%u", type);
	return buf;
}
