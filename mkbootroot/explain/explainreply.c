/*
 * A DISCOVER as firmware sends it (RFC 2131, RFC 4578), through message,
 * decide and reply.
 */
#include <arpa/inet.h>
#include <bsd/sys/endian.h>
#include <stdio.h>
#include <string.h>

#include "dhcp-helper/decide.h"
#include "map/arch.h"
#include "mkbootroot/explain/explainonce.h"
#include "mkbootroot/explain/explainpacket.h"
#include "mkbootroot/explain/explainreply.h"

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

/* The DISCOVER of this client's firmware, or its REQUEST to a proxy. */
static void
ask(struct question *q, unsigned type, const struct who *who,
    const struct client *c, unsigned arch, enum client_stage stage)
{
	static const unsigned char cookie[] = { 99, 130, 83, 99 };
	const unsigned char type_byte = (unsigned char)type;
	const unsigned char max_size[] = { 0x05, 0xc0 };
	const unsigned char features[] = { IPXE_HTTP, 1, 1, IPXE_HTTPS, 1, 1 };
	unsigned char pair[2], uuid[17] = { 0 };
	char class[40];

	memset(q, 0, sizeof(*q));
	q->bytes[0] = 1;
	/* Who has no MAC here has some other hardware. */
	q->bytes[1] = c->has_mac ? 1 : 255;
	q->bytes[2] = c->has_mac ? 6 : 16;
	if (c->has_mac)
		memcpy(q->bytes + 28, c->mac, 6);
	if (who->has_address && type == MESSAGE_REQUEST)
		memcpy(q->bytes + 12, &who->address, 4);
	memcpy(q->bytes + MESSAGE_HEADER, cookie, sizeof(cookie));
	q->n = MESSAGE_HEADER + sizeof(cookie);
	option(q, OPTION_MESSAGE_TYPE, &type_byte, 1);
	option(q, OPTION_MAX_MESSAGE_SIZE, max_size, 2);
	snprintf(class, sizeof(class), "%s:Arch:%05u:UNDI:003016",
	    arch_is_http(arch) ? "HTTPClient" : "PXEClient", arch);
	option(q, OPTION_VENDOR_CLASS, class, strlen(class));
	be16enc(pair, (uint16_t)arch);
	option(q, OPTION_ARCH, pair, 2);
	memcpy(uuid + 1, who->uuid, 16);
	if (who->has_uuid)
		option(q, OPTION_UUID, uuid, sizeof(uuid));
	if (stage == STAGE_IPXE)
		option(q, OPTION_USER_CLASS, "iPXE", 4);
	/* The features of one that can load what http= says. */
	if (stage == STAGE_IPXE && c->http != NULL)
		option(q, OPTION_IPXE, features, sizeof(features));
	q->bytes[q->n++] = OPTION_END;
}

int
explain_reply(const struct map *m, const struct who *who,
    const struct client *c, const struct done *done, unsigned arch,
    enum client_stage stage)
{
	static const struct { unsigned type, port; const char *name; } asks[] =
	    { { MESSAGE_DISCOVER, PORT_SERVER, "" },
	    { MESSAGE_REQUEST, PORT_PROXY, " on port 4011" } };
	const union address nowhere = { .sa = { .sa_family = AF_UNSPEC } };
	struct interface via = { .index = 0, .name = "-" };
	struct done from = *done;
	struct facts f = { .map = m, .via = &via, .settle = explain_settle,
	    .settle_of = &from };
	struct decision d;
	struct question q;
	struct message asked;
	char word[16], server[INET_ADDRSTRLEN];
	size_t i;

	via.address.s_addr = inet_addr(EXPLAIN_SERVER);
	/* Of several the one that answers at once. */
	if (c->servers_n > 0)
		via.address = c->servers[0];
	for (i = 0; i < 2; i++) {
		f.port = asks[i].port;
		ask(&q, asks[i].type, who, c, arch, stage);
		if (message_parse(&asked, q.bytes, q.n) != SILENCE_NOT)
			return -1;
		/* The link of that address; a DISCOVER cannot say it. */
		asked.relay_link = who->address;
		asked.has_relay_link = who->has_address;
		decide(&asked, &f, &d);
		printf("answer to %s%s%s%s%s\n", arch_word(arch, word,
		    sizeof(word)), stage == STAGE_IPXE ? " in iPXE" : "",
		    asks[i].name, c->servers_n == 0 ? "" : " of ",
		    c->servers_n == 0 ? "" : inet_ntop(AF_INET, &via.address,
		    server, sizeof(server)));
		explain_packet(&asked, &d, &nowhere);
		/* Asked on 4011 is only who was not told a file. */
		if (d.answer == ANSWER_SILENT || d.file[0] != '\0')
			break;
	}
	return 0;
}
