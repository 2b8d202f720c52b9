/*
 * A packet apart again, as the client reads it.
 */
#include <arpa/inet.h>
#include <bsd/sys/endian.h>
#include <stdio.h>
#include <string.h>

#include "daemon/log.h"
#include "dhcp-helper/area.h"
#include "dhcp-helper/reply.h"
#include "mkbootroot/explain/explainpacket.h"

#define SERVER_WORDS "the server's own address on that link"
#define HEX_SIZE (3 * 255 + 1)

enum form { FORM_BYTES, FORM_ADDRESSES, FORM_SECONDS, FORM_TEXT, FORM_TYPE };

static const struct option_name {
	unsigned code;
	const char *name;
	enum form form;
} names[] = {
	{ OPTION_SUBNET_MASK, "netmask", FORM_ADDRESSES },
	{ OPTION_ROUTER, "router", FORM_ADDRESSES },
	{ OPTION_DNS, "dns", FORM_ADDRESSES },
	{ OPTION_HOST_NAME, "host name", FORM_TEXT },
	{ OPTION_VENDOR_SPECIFIC, "PXE", FORM_BYTES },
	{ OPTION_LEASE_TIME, "lease", FORM_SECONDS },
	{ OPTION_MESSAGE_TYPE, "message", FORM_TYPE },
	{ OPTION_SERVER_ID, "server id", FORM_ADDRESSES },
	{ OPTION_VENDOR_CLASS, "class", FORM_TEXT },
	{ OPTION_CLIENT_ID, "client id", FORM_BYTES },
	{ OPTION_SERVER_NAME, "server", FORM_TEXT },
	{ OPTION_BOOTFILE_NAME, "file", FORM_TEXT },
	{ OPTION_RELAY, "relay", FORM_BYTES },
	{ OPTION_UUID, "UUID", FORM_BYTES },
	{ OPTION_SUBNET_SELECTION, "subnet", FORM_ADDRESSES },
	{ OPTION_SERVER_ADDRESS, "server", FORM_ADDRESSES },
	{ OPTION_IPXE, "iPXE", FORM_BYTES },
	{ OPTION_CONFIG_FILE, "config", FORM_TEXT },
	{ OPTION_PATH_PREFIX, "prefix", FORM_TEXT }
};

static void
print_line(const char *field, const char *value)
{
	const char *host = strstr(value, "//" EXPLAIN_SERVER "/");

	if (host != NULL)
		printf("  %-14s %.*s//SERVER%s\n", field, (int)(host - value),
		    value, host + 2 + strlen(EXPLAIN_SERVER));
	else
		printf("  %-14s %s\n", field, strcmp(value, EXPLAIN_SERVER) ==
		    0 ? SERVER_WORDS : value);
}

static const char *
hex(const unsigned char *bytes, size_t n, char text[HEX_SIZE])
{
	size_t i, at = 0;

	text[0] = '\0';
	for (i = 0; i < n && i < 255; i++)
		at += (size_t)snprintf(text + at, HEX_SIZE - at, "%s%02x",
		    i == 0 ? "" : " ", bytes[i]);
	return text;
}

static void
print_hex(const char *field, const unsigned char *bytes, size_t n)
{
	char text[HEX_SIZE];

	print_line(field, n == 0 ? "empty" : hex(bytes, n, text));
}

static void
print_address(const char *field, const unsigned char *bytes)
{
	char text[INET_ADDRSTRLEN];

	inet_ntop(AF_INET, bytes, text, sizeof(text));
	print_line(field, text);
}

/* A text field of the header, which may fill all of it. */
static void
print_field(const char *field, const unsigned char *bytes, size_t size)
{
	char text[LOG_VISIBLE_SIZE(MESSAGE_FILE_SIZE)];
	size_t n = strnlen((const char *)bytes, size);

	print_line(field, n == 0 ? "empty" : log_visible(text, sizeof(text),
	    bytes, n));
}

/* RFC 951's header, in its order. */
static void
print_header(const unsigned char *p)
{
	char text[48];

	print_line("op", p[0] == 2 ? "2, a reply" : "1, a request");
	snprintf(text, sizeof(text), "%u, %u bytes", p[1], p[2]);
	print_line("htype, hlen", text);
	snprintf(text, sizeof(text), "%u", p[3]);
	print_line("hops", text);
	print_hex("xid", p + 4, 4);
	snprintf(text, sizeof(text), "%u", be16dec(p + 8));
	print_line("secs", text);
	snprintf(text, sizeof(text), "%02x %02x%s", p[10], p[11],
	    p[10] & 0x80 ? ", by broadcast" : "");
	print_line("flags", text);
	print_address("ciaddr", p + 12);
	print_address("yiaddr", p + 16);
	print_address("siaddr", p + 20);
	print_address("giaddr", p + 24);
	print_hex("chaddr", p + 28, p[2] <= 16 ? p[2] : 16);
	print_field("sname", p + MESSAGE_AT_SNAME, MESSAGE_SNAME_SIZE);
	print_field("file", p + MESSAGE_AT_FILE, MESSAGE_FILE_SIZE);
	print_hex("cookie", p + MESSAGE_HEADER, MESSAGE_COOKIE);
}

/* What is inside of 43 (PXE 2.1). */
static void
print_vendor(const unsigned char *bytes, size_t n)
{
	static const struct { unsigned code; const char *name; } parts[] = {
		{ VENDOR_DISCOVERY, "control" }, { VENDOR_MENU, "menu" },
		{ VENDOR_PROMPT, "prompt" }, { VENDOR_BOOT_ITEM, "item" }
	};
	const unsigned char *value;
	size_t pos = 0, value_n, i;
	char field[32];
	unsigned code;

	while (area_next(bytes, n, &pos, &code, &value, &value_n) == 1) {
		snprintf(field, sizeof(field), "43.%u", code);
		for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
			if (parts[i].code == code)
				snprintf(field, sizeof(field), "43.%u %s",
				    code, parts[i].name);
		print_hex(field, value, value_n);
	}
}

static void
print_value(const char *field, enum form form, const unsigned char *bytes,
    size_t n)
{
	char text[LOG_VISIBLE_SIZE(255)], type[MESSAGE_TYPE_SIZE];

	switch (form) {
	case FORM_ADDRESSES:
		for (; n >= 4; n -= 4, bytes += 4)
			print_address(field, bytes);
		break;
	case FORM_SECONDS:
		snprintf(text, sizeof(text), "%u s", n < 4 ? 0 :
		    be32dec(bytes));
		print_line(field, text);
		break;
	case FORM_TEXT:
		print_line(field, log_visible(text, sizeof(text), bytes, n));
		break;
	case FORM_TYPE:
		print_line(field, n == 0 ? "empty" : message_type_name(
		    bytes[0], type, sizeof(type)));
		break;
	case FORM_BYTES:
		print_hex(field, bytes, n);
	}
}

static void
print_option(unsigned code, const unsigned char *bytes, size_t n)
{
	enum form form = FORM_BYTES;
	char field[32];
	size_t i;

	snprintf(field, sizeof(field), "%u", code);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].code == code) {
			form = names[i].form;
			snprintf(field, sizeof(field), "%u %s", code,
			    names[i].name);
		}
	print_value(field, form, bytes, n);
	if (code == OPTION_VENDOR_SPECIFIC)
		print_vendor(bytes, n);
}

/* The fields and the options in the order in which they are sent. */
static void
print_packet(const unsigned char *packet, size_t n)
{
	const unsigned char *options = packet + MESSAGE_HEADER +
	    MESSAGE_COOKIE, *value;
	size_t pos = 0, value_n, options_n = n - MESSAGE_HEADER -
	    MESSAGE_COOKIE;
	unsigned code;

	print_header(packet);
	while (area_next(options, options_n, &pos, &code, &value,
	    &value_n) == 1)
		print_option(code, value, value_n);
	print_line("255 end", options_n - pos > 1 ?
	    "zeros follow, up to 300 bytes" : "nothing follows");
}

static void
print_way(const struct message *m, const struct decision *d,
    const union address *from)
{
	char text[ADDRESS_TEXT_SIZE], way[ADDRESS_TEXT_SIZE + 96];
	char delay[48] = "";
	union address to;

	reply_address(m, d, from, &to);
	if (d->delay_s > 0)
		snprintf(delay, sizeof(delay), ", after %u s", d->delay_s);
	snprintf(way, sizeof(way), "%s, from port %d%s",
	    d->to == TO_SENDER && from->sa.sa_family == AF_UNSPEC ?
	    "where it asks from" : address_text(text, sizeof(text),
	    &to, 1), d->to == TO_SENDER ? PORT_PROXY : PORT_SERVER, delay);
	print_line("to", way);
}

void
explain_packet(const struct message *m, const struct decision *d,
    const union address *from)
{
	static const char *const answers[] = {
		[ANSWER_BOOTP] = "BOOTREPLY", [ANSWER_OFFER] = "OFFER",
		[ANSWER_ACK] = "ACK", [ANSWER_NAK] = "NAK"
	};
	unsigned char packet[REPLY_MAX];
	size_t n;

	if (d->answer == ANSWER_SILENT) {
		print_line("silence", silence_word(d->reason));
		return;
	}
	if ((n = reply_build(m, d, packet)) == 0) {
		print_line("silence", silence_word(SILENCE_DOES_NOT_FIT));
		return;
	}
	print_line("message", answers[d->answer]);
	print_way(m, d, from);
	print_packet(packet, n);
	if (d->gives_address && d->netmask.s_addr == 0)
		print_line("netmask", m->giaddr.s_addr != 0 ?
		    "none: no net line of the map has the address" :
		    "that of the link, if it is known there");
}
