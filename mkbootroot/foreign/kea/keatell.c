/*
 * What of all that counts firmware takes: file, server, addresses, and what has
 * no word.
 */
#include <arpa/inet.h>
#include <string.h>

#include "mkbootroot/foreign/kea/keasaid.h"
#include "mkbootroot/text/mapvalue.h"

/* The next address of a list, which moves on; 0: there is no more. */
static int
next_address(struct kea_exchange *x, const struct kea_said *list,
    const char **at, struct in_addr *address)
{
	unsigned char bytes[4];
	const char *reason;
	char text[64];
	size_t n;

	*at += strspn(*at, ", \t");
	if ((n = strcspn(*at, ", \t")) == 0)
		return 0;
	if (n < sizeof(text)) {
		memcpy(text, *at, n);
		text[n] = '\0';
	}
	*at += n;
	if (n >= sizeof(text) || inet_pton(AF_INET, text, address) != 1) {
		imported_refuse(x->k->im, list->from, list->text,
		    "is no list of addresses");
		return 0;
	}
	if (address->s_addr == 0 || (reason = value_address(text,
	    bytes)) == NULL)
		return 1;
	imported_refuse(x->k->im, list->from, text, reason);
	return 0;
}

static int
is_address(const char *text)
{
	struct in_addr address;

	return inet_pton(AF_INET, text, &address) == 1;
}

/* Takes a server, where none is known yet; another one is named. */
static void
take_server(struct kea_exchange *x, struct told *t, const struct kea_said *s)
{
	struct in_addr address;
	const char *at = s->text;

	if (at == NULL || !next_address(x, s, &at, &address))
		return;
	if (t->server.s_addr == 0) {
		t->server = address;
		t->server_from = s->from;
	} else if (t->server.s_addr != address.s_addr)
		imported_refuse(x->k->im, s->from, s->text,
		    "is another server than the one that counts for firmware");
}

/* A server's name, if it is one to clients(5), too. */
static void
take_name(struct kea_exchange *x, struct told *t, const struct kea_said *s)
{
	const char *reason = s->text == NULL ? NULL : value_name(s->text);

	if (reason != NULL) {
		imported_refuse(x->k->im, s->from, s->text, reason);
		return;
	}
	t->servername = s->text;
	t->servername_from = s->from;
}

static void
tell_server(struct kea_exchange *x, struct told *t)
{
	const struct kea_said next = kea_field(x, KEA_NEXT_SERVER),
	    name = kea_field(x, KEA_SERVER_HOSTNAME), o66 = kea_option(x, 66),
	    o150 = kea_option(x, 150), o54 = kea_option(x, 54);

	take_server(x, t, &next);
	if (o66.text != NULL && is_address(o66.text))
		take_server(x, t, &o66);
	take_server(x, t, &o150);
	if (t->server.s_addr == 0)
		take_server(x, t, &o54);
	if (o66.text == NULL || is_address(o66.text)) {
		take_name(x, t, &name);
		return;
	}
	if (name.text != NULL && strcmp(name.text, o66.text) != 0)
		imported_refuse(x->k->im, name.from, name.text,
		    "is another name than that of option 66, which counts");
	take_name(x, t, &o66);
}

static int
is_for_http(struct kea_exchange *x)
{
	const struct kea_said class = kea_option(x, 60);

	return class.text != NULL && strncmp(class.text, "HTTPClient",
	    strlen("HTTPClient")) == 0;
}

static void
tell_file(struct kea_exchange *x, struct told *t)
{
	const struct kea_said file = kea_field(x, KEA_BOOT_FILE), o67 = kea_option(x, 67);

	/* HTTP boot takes a URL, from a server that answers with its class. */
	if (x->asker->is_http && !is_for_http(x))
		return;
	t->file = o67.text != NULL ? o67.text : file.text;
	t->file_from = o67.text != NULL ? o67.from : file.from;
	if (o67.text != NULL && file.text != NULL &&
	    strcmp(o67.text, file.text) != 0)
		imported_refuse(x->k->im, file.from, file.text,
		    "is another file than that of option 67, which firmware "
		    "takes");
}

static void
tell_addresses(struct kea_exchange *x, struct told *t)
{
	const struct kea_said routers = kea_option(x, 3), dns = kea_option(x, 6);
	const char *at = routers.text == NULL ? "" : routers.text;
	struct in_addr address;

	while (next_address(x, &routers, &at, &address)) {
		if (t->router.s_addr != 0) {
			imported_refuse(x->k->im, routers.from, routers.text,
			    "is more than one router");
			break;
		}
		t->router = address;
		t->router_from = routers.from;
	}
	at = dns.text == NULL ? "" : dns.text;
	while (next_address(x, &dns, &at, &address)) {
		if (t->dns_n == FOREIGN_DNS_MAX) {
			imported_refuse(x->k->im, dns.from, dns.text,
			    "is more than four name servers");
			break;
		}
		t->dns[t->dns_n++] = address;
		t->dns_from = dns.from;
	}
}

void
kea_tell(struct kea_exchange *x, struct told *t)
{
	static const unsigned others[] = { 17, 43, 175, 208, 209, 210, 211 };
	struct kea_said o;

	tell_addresses(x, t);
	if (x->asker->is_system)
		return;
	tell_file(x, t);
	tell_server(x, t);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if ((o = kea_option(x, others[i])).text != NULL)
			imported_refuse(x->k->im, o.from, o.text,
			    "is of an option that has no word in clients(5)");
}
