/*
 * A DISCOVER as firmware sends it (reference: RFC 2131, RFC 4578), through
 * message, decide and reply, and the bytes of the answer apart again.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "arch.h"
#include "decide.h"
#include "explainreply.h"
#include "log.h"
#include "reply.h"

#define AT_YIADDR 16
#define AT_SIADDR 20
#define AT_SNAME 44
#define AT_FILE 108

/*
 * Stands for the server's address, which only the link knows. No host can
 * have it (RFC 1122 section 3.2.1.3).
 */
#define SERVER_TEXT "0.0.0.1"
#define SERVER_WORDS "the server's own address on that link"

struct question {
	unsigned char bytes[576];
	size_t n;
};

static void
option(struct question *q, unsigned code, const void *bytes, size_t n)
{
	q->bytes[q->n++] = (unsigned char)code;
	q->bytes[q->n++] = (unsigned char)n;
	memcpy(q->bytes + q->n, bytes, n);
	q->n += n;
}

/* The DISCOVER of this client's firmware. */
static void
ask(struct question *q, const struct who *who, const struct client *c,
    unsigned arch, enum client_stage stage)
{
	static const unsigned char cookie[] = { 99, 130, 83, 99 };
	const unsigned char discover = MESSAGE_DISCOVER;
	const unsigned char max_size[] = { 0x05, 0xc0 };
	unsigned char pair[2], uuid[17] = { 0 };
	char class[40];

	memset(q, 0, sizeof(*q));
	q->bytes[0] = 1;
	/* Who has no MAC here has some other hardware. */
	q->bytes[1] = c->has_mac ? 1 : 255;
	q->bytes[2] = c->has_mac ? 6 : 16;
	if (c->has_mac)
		memcpy(q->bytes + 28, c->mac, 6);
	if (who->has_address)
		memcpy(q->bytes + 12, &who->address, 4);
	memcpy(q->bytes + MESSAGE_HEADER, cookie, sizeof(cookie));
	q->n = MESSAGE_HEADER + sizeof(cookie);
	option(q, OPTION_TYPE, &discover, 1);
	option(q, OPTION_MAX_SIZE, max_size, 2);
	snprintf(class, sizeof(class), "%s:Arch:%05u:UNDI:003016",
	    arch_is_http(arch) ? "HTTPClient" : "PXEClient", arch);
	option(q, OPTION_CLASS, class, strlen(class));
	pair[0] = (unsigned char)(arch >> 8);
	pair[1] = (unsigned char)arch;
	option(q, OPTION_ARCH, pair, 2);
	memcpy(uuid + 1, who->uuid, 16);
	if (who->has_uuid)
		option(q, OPTION_UUID, uuid, sizeof(uuid));
	if (stage == STAGE_IPXE)
		option(q, OPTION_USER_CLASS, "iPXE", 4);
	q->bytes[q->n++] = OPTION_END;
}

static void
print_line(const char *field, const char *value)
{
	printf("  %-14s %s\n", field, strcmp(value, SERVER_TEXT) == 0 ?
	    SERVER_WORDS : value);
}

static void
print_address(const char *field, const unsigned char *bytes)
{
	char text[INET_ADDRSTRLEN];

	inet_ntop(AF_INET, bytes, text, sizeof(text));
	print_line(field, text);
}

/* The options that are addresses, texts, and all others. */
static void
print_option(unsigned code, const unsigned char *bytes, size_t n)
{
	static const struct { unsigned code; const char *name; } names[] = {
		{ OPTION_NETMASK, "netmask" }, { OPTION_ROUTER, "router" },
		{ OPTION_DNS, "dns" }, { OPTION_LEASE, "lease" },
		{ OPTION_SERVER_ID, "server id" }, { OPTION_CLASS, "class" },
		{ OPTION_SERVER_NAME, "server" }, { OPTION_FILE, "file" },
		{ OPTION_VENDOR, "PXE" }, { OPTION_UUID, "UUID" },
		{ OPTION_IPXE, "iPXE" }
	};
	char field[32], text[LOG_VISIBLE_SIZE(255)];
	size_t i, at = 0;

	snprintf(field, sizeof(field), "%u", code);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].code == code)
			snprintf(field, sizeof(field), "%u %s", code,
			    names[i].name);
	if (code == OPTION_NETMASK || code == OPTION_ROUTER ||
	    code == OPTION_DNS || code == OPTION_SERVER_ID) {
		for (; n >= 4; n -= 4, bytes += 4)
			print_address(field, bytes);
	} else if (code == OPTION_LEASE && n == 4) {
		snprintf(text, sizeof(text), "%u s", (unsigned)bytes[0] << 24
		    | (unsigned)bytes[1] << 16 | (unsigned)bytes[2] << 8 |
		    bytes[3]);
		print_line(field, text);
	} else if (code == OPTION_CLASS || code == OPTION_SERVER_NAME ||
	    code == OPTION_FILE) {
		print_line(field, log_visible(text, sizeof(text), bytes, n));
	} else {
		text[0] = '\0';
		for (i = 0; i < n; i++)
			at += (size_t)snprintf(text + at, sizeof(text) - at,
			    "%s%02x", i == 0 ? "" : " ", bytes[i]);
		print_line(field, text);
	}
}

/* A text field of the header, which may fill all of it. */
static void
print_field(const char *field, const unsigned char *bytes, size_t size)
{
	char text[LOG_VISIBLE_SIZE(128)];
	size_t n = strnlen((const char *)bytes, size);

	print_line(field, n == 0 ? "empty" : log_visible(text, sizeof(text),
	    bytes, n));
}

/* The packet as the client reads it. */
static void
print_packet(unsigned char *packet, size_t n)
{
	char type[MESSAGE_TYPE_SIZE];
	struct message m;
	const unsigned char *value;
	unsigned code;
	size_t value_n;

	packet[0] = 1;		/* message_parse() reads what clients say */
	if (message_parse(&m, packet, n) != NULL)
		return;
	print_line("message", message_type_name(m.type, type, sizeof(type)));
	print_address("yiaddr", packet + AT_YIADDR);
	print_address("siaddr", packet + AT_SIADDR);
	print_field("sname", packet + AT_SNAME, 64);
	print_field("file", packet + AT_FILE, 128);
	for (code = 1; code < OPTION_END; code++)
		if (code != OPTION_TYPE &&
		    (value = message_option(&m, code, &value_n)) != NULL)
			print_option(code, value, value_n);
}

int
explain_reply(const struct map *m, const struct who *who,
    const struct client *c, unsigned arch, enum client_stage stage)
{
	struct interface via = { .index = 0, .name = "-" };
	const struct facts f = { .map = m, .via = &via, .port = PORT_SERVER };
	unsigned char packet[REPLY_MAX];
	struct decision d;
	struct question q;
	struct message asked;
	char word[16];
	size_t n;

	via.address.s_addr = inet_addr(SERVER_TEXT);
	via.netmask.s_addr = inet_addr("255.255.255.0");
	ask(&q, who, c, arch, stage);
	if (message_parse(&asked, q.bytes, q.n) != NULL)
		return -1;
	decide(&asked, &f, &d);
	printf("answer to %s%s\n", arch_word(arch, word, sizeof(word)),
	    stage == STAGE_IPXE ? " in iPXE" : "");
	if (d.answer == ANSWER_SILENT) {
		printf("  %-14s %s\n", "silence", d.reason);
	} else if ((n = reply_build(&asked, &d, packet)) == 0) {
		printf("  %-14s %s\n", "silence", "the answer is too long");
	} else
		print_packet(packet, n);
	return 0;
}
