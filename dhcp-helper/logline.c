/*
 * Saying what was decided, and why.
 */
#include <arpa/inet.h>
#include <string.h>

#include "daemon/append.h"
#include "daemon/log.h"
#include "dhcp-helper/logline.h"
#include "map/arch.h"
#include "map/once.h"
#include "map/uuid.h"

#define ID_SHOWN 64	/* bytes of a client identifier */
#define CLASS_SHOWN 64	/* bytes of a vendor class */

static void
add_visible(struct append *a, const char *word, const char *value)
{
	char shown[LOG_VISIBLE_SIZE(CLIENT_PATH_SIZE)];

	append_cut(a, " %s=%s", word, log_visible(shown, sizeof(shown), value,
	    value == NULL ? 0 : strlen(value)));
}

static void
add_address(struct append *a, const char *word, struct in_addr ip)
{
	char shown[INET_ADDRSTRLEN];

	append_cut(a, " %s=%s", word, inet_ntop(AF_INET, &ip, shown,
	    sizeof(shown)));
}

static void
add_bytes(struct append *a, const unsigned char *bytes, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		append_cut(a, "%s%02x", i == 0 ? "" : ":", bytes[i]);
}

/* Who sent it; of a client without an address of its hardware what it has. */
static void
add_hardware(struct append *a, const struct message *m)
{
	char uuid[48];
	const unsigned char *p;
	size_t n;

	append_cut(a, "boot mac=");
	if (m->has_mac)
		add_bytes(a, m->mac, sizeof(m->mac));
	else if (m->hlen > 0)
		add_bytes(a, m->chaddr, m->hlen);
	else if (m->has_uuid)
		append_cut(a, "- %s", uuid_text(m->uuid, uuid, sizeof(uuid)));
	else if ((p = message_option(m, OPTION_CLIENT_ID, &n)) != NULL) {
		append_cut(a, "- id:");
		add_bytes(a, p, n < ID_SHOWN ? n : ID_SHOWN);
	}
}

/*
 * The vendor class of who has no line of its own, and is no firmware of PXE or HTTP,
 * whose class says no more than arch= does: what a line for it may need.
 */
static void
add_class(struct append *a, const struct message *m, const struct decision *d)
{
	char shown[LOG_VISIBLE_SIZE(CLASS_SHOWN)];
	const unsigned char *p;
	size_t n;

	if (m->class == CLASS_PXE || m->class == CLASS_HTTP ||
	    (d->found && client_is_own(&d->client)) ||
	    (p = message_option(m, OPTION_VENDOR_CLASS, &n)) == NULL || n == 0)
		return;
	append_cut(a, " class=%s", log_visible(shown, sizeof(shown),
	    (const char *)p, n < CLASS_SHOWN ? n : CLASS_SHOWN));
}

/* What was wrong, and so taken for something else, or for not there. */
static void
add_ignored(struct append *a, const struct message *m)
{
	size_t i;

	if (m->hlen_sent != m->hlen)
		append_cut(a, " hlen=%u", m->hlen_sent);
	for (i = 0; i < m->ignored_n; i++)
		append_cut(a, "%s%u", i == 0 ? " ignored=" : ",",
		    m->ignored[i]);
}

static void
add_answer(struct append *a, const struct message *m, const struct decision *d)
{
	static const char *const names[] = {
		[ANSWER_BOOTP] = "BOOTREPLY", [ANSWER_OFFER] = "OFFER",
		[ANSWER_ACK] = "ACK", [ANSWER_NAK] = "NAK"
	};

	if (d->answer != ANSWER_SILENT && d->answer != ANSWER_NAK) {
		add_visible(a, "file", d->file);
		add_address(a, "server", d->server);
	}
	if ((d->answer != ANSWER_SILENT && d->gives_address) || d->conflict ||
	    d->answer == ANSWER_NAK)
		add_address(a, "ip", d->client.ip);
	if (d->answer == ANSWER_NAK || (d->answer == ANSWER_SILENT &&
	    m->has_requested_address))
		add_address(a, "asked", m->has_requested_address ?
		    m->requested_address : m->ciaddr);
	if (d->answer == ANSWER_SILENT && m->has_server_id)
		add_address(a, "chosen", m->server_id);
	if (d->answer != ANSWER_SILENT && d->ends_boot)
		append_cut(a, " boots=disk");
	if (d->answer == ANSWER_SILENT)
		append_cut(a, " -> silent reason=%s",
		    silence_word(d->reason));
	else
		append_cut(a, " -> %s", names[d->answer]);
	if (d->answer != ANSWER_SILENT && d->delay_s > 0)
		append_cut(a, " delay=%u", d->delay_s);
	if (d->answer != ANSWER_SILENT && d->is_ranked)
		append_cut(a, " rank=%u wait=%u", d->rank, d->wait_ms);
	if (d->hint != NULL)
		append_cut(a, " hint=%s", d->hint);
}

char *
logline_text(const struct message *m, const struct decision *d,
    const struct interface *via, char *buf, size_t size)
{
	struct append a = { .buf = buf, .size = size };
	char arch[16], type[MESSAGE_TYPE_SIZE], rule[MAP_NAME_MAX + 16] = "";

	if (d->found)
		client_rule_text(&d->client, rule, sizeof(rule));
	add_hardware(&a, m);
	add_visible(&a, "name", d->client.name);
	append_cut(&a, " arch=%s%s via=%s msg=%s",
	    d->has_arch ? arch_word(d->arch, arch, sizeof(arch)) : "-",
	    m->stage == STAGE_IPXE ? " stage=ipxe" : "", via->name,
	    message_type_name(m->type, type, sizeof(type)));
	add_class(&a, m, d);
	add_ignored(&a, m);
	add_visible(&a, "rule", rule);
	if (d->found && d->client.once_state != DONE_NOT_ASKED)
		append_cut(&a, " once=%s",
		    once_state_word(d->client.once_state));
	add_answer(&a, m, d);
	return buf;
}
