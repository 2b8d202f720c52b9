/*
 * Saying what was decided, and why.
 */
#include <arpa/inet.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "daemon/log.h"
#include "dhcp-helper/logline.h"
#include "map/arch.h"
#include "map/uuid.h"

#define ID_SHOWN 64	/* bytes of a client identifier */

struct text {
	char *buf;
	size_t size, n;
};

static void add(struct text *t, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void
add(struct text *t, const char *format, ...)
{
	va_list ap;
	int n;

	va_start(ap, format);
	n = vsnprintf(t->buf + t->n, t->size - t->n, format, ap);
	va_end(ap);
	if (n > 0)
		t->n += (size_t)n < t->size - t->n ? (size_t)n :
		    t->size - t->n - 1;
}

static void
add_visible(struct text *t, const char *word, const char *value)
{
	char shown[LOG_VISIBLE_SIZE(CLIENT_PATH_SIZE)];

	add(t, " %s=%s", word, log_visible(shown, sizeof(shown), value,
	    value == NULL ? 0 : strlen(value)));
}

static void
add_address(struct text *t, const char *word, struct in_addr a)
{
	char shown[INET_ADDRSTRLEN];

	add(t, " %s=%s", word, inet_ntop(AF_INET, &a, shown, sizeof(shown)));
}

static void
add_bytes(struct text *t, const unsigned char *bytes, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		add(t, "%s%02x", i == 0 ? "" : ":", bytes[i]);
}

/* Who sent it; of a client without an address of its hardware what it has. */
static void
add_hardware(struct text *t, const struct message *m)
{
	char uuid[48];
	const unsigned char *p;
	size_t n;

	add(t, "boot mac=");
	if (m->has_mac)
		add_bytes(t, m->mac, sizeof(m->mac));
	else if (m->hlen > 0)
		add_bytes(t, m->chaddr, m->hlen);
	else if (m->has_uuid)
		add(t, "- %s", uuid_text(m->uuid, uuid, sizeof(uuid)));
	else if ((p = message_option(m, OPTION_CLIENT_ID, &n)) != NULL) {
		add(t, "- id:");
		add_bytes(t, p, n < ID_SHOWN ? n : ID_SHOWN);
	}
}

/* What was wrong, and so taken for something else, or for not there. */
static void
add_ignored(struct text *t, const struct message *m)
{
	size_t i;

	if (m->hlen_sent != m->hlen)
		add(t, " hlen=%u", m->hlen_sent);
	for (i = 0; i < m->ignored_n; i++)
		add(t, "%s%u", i == 0 ? " ignored=" : ",", m->ignored[i]);
}

static void
add_answer(struct text *t, const struct message *m, const struct decision *d)
{
	static const char *const names[] = {
		[ANSWER_BOOTP] = "BOOTREPLY", [ANSWER_OFFER] = "OFFER",
		[ANSWER_ACK] = "ACK", [ANSWER_NAK] = "NAK"
	};

	if (d->answer != ANSWER_SILENT && d->answer != ANSWER_NAK) {
		add_visible(t, "file", d->file);
		add_address(t, "server", d->server);
	}
	if ((d->answer != ANSWER_SILENT && d->gives_address) || d->conflict ||
	    d->answer == ANSWER_NAK)
		add_address(t, "ip", d->client.ip);
	if (d->answer == ANSWER_NAK || (d->answer == ANSWER_SILENT &&
	    m->has_requested))
		add_address(t, "asked", m->has_requested ? m->requested :
		    m->ciaddr);
	if (d->answer == ANSWER_SILENT && m->has_server_id)
		add_address(t, "chosen", m->server_id);
	if (d->answer == ANSWER_SILENT)
		add(t, " -> silent reason=%s", silence_word(d->reason));
	else
		add(t, " -> %s", names[d->answer]);
	if (d->answer != ANSWER_SILENT && d->delay_s > 0)
		add(t, " delay=%u", d->delay_s);
	if (d->hint != NULL)
		add(t, " hint=%s", d->hint);
}

char *
logline_text(const struct message *m, const struct decision *d,
    const struct interface *via, char *buf, size_t size)
{
	struct text t = { buf, size, 0 };
	char arch[16], type[MESSAGE_TYPE_SIZE], rule[MAP_NAME_MAX + 16] = "";

	if (d->found)
		client_rule_text(&d->client, rule, sizeof(rule));
	add_hardware(&t, m);
	add_visible(&t, "name", d->client.name);
	add(&t, " arch=%s%s via=%s msg=%s",
	    d->has_arch ? arch_word(d->arch, arch, sizeof(arch)) : "-",
	    m->stage == STAGE_IPXE ? " stage=ipxe" : "", via->name,
	    message_type_name(m->type, type, sizeof(type)));
	add_ignored(&t, m);
	add_visible(&t, "rule", rule);
	add_answer(&t, m, d);
	return buf;
}
