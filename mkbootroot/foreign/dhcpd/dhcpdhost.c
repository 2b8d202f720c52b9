/*
 * Hosts: by their cards.
 */
#include <string.h>

#include "mkbootroot/foreign/dhcpd/dhcpdblock.h"
#include "mkbootroot/foreign/dhcpd/dhcpdoption.h"
#include "mkbootroot/foreign/dhcpd/dhcpdstatement.h"
#include "mkbootroot/text/hardware.h"

/* "ethernet 52:54:00:12:34:56". */
static void
hardware_take(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_host *h,
    unsigned from)
{
	const int is_ethernet = token_is(t, "ethernet");
	struct dhcpd_expression *mac;

	if (t->now != TOKEN_WORD) {
		statement_refuse(d, t);
		return;
	}
	if (!is_ethernet)
		imported_refuse(d->im, from, t->text,
		    "is no address of Ethernet");
	tokens_next(t);
	if ((mac = option_bytes(d, t)) == NULL) {
		statement_refuse(d, t);
		return;
	}
	if (is_ethernet && mac->n != 6)
		imported_refuse(d->im, from, "hardware",
		    "is no address of Ethernet");
	if (is_ethernet && mac->n == 6) {
		memcpy(h->mac, mac->bytes, 6);
		h->has_mac = 1;
	}
	statement_end(d, t, from, "hardware");
}

/* "fixed-address ADDRESS, ...", each perhaps by a host's name. */
static void
addresses_take(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_host *h,
    unsigned from)
{
	struct dhcpd_address *a;
	const char *text;

	do {
		text = t->at;
		if ((a = tree_new(d, sizeof(*a))) == NULL ||
		    option_address(d, t, &a->address) == -1) {
			statement_refuse(d, t);
			return;
		}
		a->text = tree_between(d, text, t->at);
		*h->address_end = a;
		h->address_end = &a->next;
	} while (token_take_mark(t, ','));
	statement_end(d, t, from, "fixed-address");
}

/* "group NAME;": whose words are around those of the host. */
static void
group_name_take(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_host *h,
    unsigned from)
{
	if ((t->now != TOKEN_WORD && t->now != TOKEN_TEXT) ||
	    (h->group = tree_text(d, t->text, t->n)) == NULL) {
		statement_refuse(d, t);
		return;
	}
	tokens_next(t);
	statement_end(d, t, from, "group");
}

/* Ways to know a client that are none of ours. */
static void
identifier_take(struct dhcpd *d, struct dhcpd_tokens *t, unsigned from)
{
	imported_refuse(d->im, from, t->text,
	    "is a client id: its MAC address counts");
	statement_pass(t);
}

/* The name that it is told, if it is one and the same for all. */
static void
note_name(struct dhcpd_host *h)
{
	const struct dhcpd_statement *s;

	for (s = h->scope.first; s != NULL; s = s->next)
		if (s->what == DO_SET_OPTION && s->option->space == SPACE_DHCP &&
		    s->option->code == 12 && s->value->op == OP_TEXT)
			h->host_name = (const char *)s->value->bytes;
}

static void
host_body(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_host *h)
{
	unsigned from;

	while (!token_mark(t, '}') && !statement_cut(d, t)) {
		from = t->from;
		if (token_take(t, "hardware"))
			hardware_take(d, t, h, from);
		else if (token_take(t, "fixed-address"))
			addresses_take(d, t, h, from);
		else if (token_take(t, "group"))
			group_name_take(d, t, h, from);
		else if (token_is(t, "uid") || token_is(t, "host-identifier"))
			identifier_take(d, t, from);
		else if (token_take(t, "dynamic"))
			statement_end(d, t, from, "dynamic");
		else if (token_take(t, "deleted")) {
			h->is_deleted = 1;
			statement_end(d, t, from, "deleted");
		} else if (token_is(t, "fixed-address6") ||
		    token_is(t, "fixed-prefix6")) {
			imported_refuse(d->im, from, t->text, "is of IPv6");
			statement_pass(t);
		} else if (token_take(t, "include")) {
			imported_refuse(d->im, from, t->text, "is another "
			    "file: give them one after the other");
			statement_pass(t);
		} else
			statement_take(d, t, &h->scope, 0);
	}
	token_take_mark(t, '}');
}

void
host_take(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_scope *s,
    unsigned from)
{
	struct dhcpd_host *h = tree_new(d, sizeof(*h));
	const char *name = t->at;

	if (h == NULL)
		return;
	/* A name may have dots, and be a text. */
	while (t->now == TOKEN_WORD || t->now == TOKEN_TEXT ||
	    token_mark(t, '.'))
		tokens_next(t);
	h->name = tree_between(d, name, t->at);
	h->from = from;
	h->address_end = &h->address;
	scope_begin(&h->scope, s);
	if (h->name == NULL || !token_take_mark(t, '{')) {
		statement_refuse(d, t);
		return;
	}
	host_body(d, t, h);
	note_name(h);
	if (h->is_deleted)
		return;
	*d->host_end = h;
	d->host_end = &h->next;
	d->hosts++;
	if (!h->has_mac)
		imported_refuse(d->im, from, h->name, "has no MAC address");
}
