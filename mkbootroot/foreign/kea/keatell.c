/*
 * What counts of all that is said. Of the fields of the message: the host's,
 * then those of the classes, then those of the net. Of the options: the host's,
 * the pool's, those of the net, and then those of the classes.
 */
#include <arpa/inet.h>
#include <string.h>

#include "mkbootroot/foreign/kea/keaanswer.h"
#include "mkbootroot/text/mapvalue.h"

enum said { NEXT_SERVER, SERVER_HOSTNAME, BOOT_FILE };

static const struct kea_said *
said_in(const struct kea_scope *s, enum said which)
{
	const struct kea_said *said = s == NULL ? NULL :
	    which == NEXT_SERVER ? &s->next_server :
	    which == BOOT_FILE ? &s->boot_file : &s->server_hostname;

	return said == NULL || said->text == NULL ? NULL : said;
}

static const struct kea_option *
option_in(const struct kea_scope *s, unsigned code)
{
	for (size_t i = 0; s != NULL && i < s->options; i++)
		if (s->option[i].code == code)
			return &s->option[i];
	return NULL;
}

/* Whether it is in the class of a place in the order; if not known: named. */
static int
is_in(struct kea_exchange *x, size_t at, const struct kea_class *class)
{
	if (x->query.member[at].is == TRUTH_UNKNOWN)
		kea_name_unknown(x, class);
	return x->query.member[at].is == TRUTH_YES;
}

static const struct kea_said *
said_by_classes(struct kea_exchange *x, enum said which)
{
	const struct kea_class *class;
	const struct kea_said *said;

	for (size_t i = 0; i < x->query.members; i++) {
		class = x->query.member[i].class;
		if (class != NULL && (said = said_in(&class->scope, which)) !=
		    NULL && is_in(x, i, class))
			return said;
	}
	return NULL;
}

static const struct kea_option *
option_by_classes(struct kea_exchange *x, unsigned code)
{
	const struct kea_option *o;
	const struct kea_class *class;

	for (size_t i = 0; i < x->query.members; i++) {
		class = x->query.member[i].class;
		if (class == NULL || (o = option_in(&class->scope, code)) ==
		    NULL || !is_in(x, i, class))
			continue;
		/* Systems ask as well, when firmware has done. */
		if ((code == 3 || code == 6) && class->has_test)
			imported_warn(x->k->im, o->from, o->text == NULL ?
			    "-" : o->text, code == 3 ? "is the router of a "
			    "class with a test: the lines say it to systems, "
			    "too" : "is the name server of a class with a "
			    "test: the lines say it to systems, too");
		return o;
	}
	return NULL;
}

static const struct kea_scope *
net_scope(const struct kea_exchange *x)
{
	return x->subnet == NULL ? NULL : &x->subnet->scope;
}

static const struct kea_scope *
network_scope(const struct kea_exchange *x)
{
	return x->subnet == NULL ? NULL : x->subnet->network;
}

static const struct kea_scope *
host_scope(const struct kea_exchange *x)
{
	return x->host == NULL ? NULL : &x->host->scope;
}

static struct kea_said
field(struct kea_exchange *x, enum said which)
{
	const struct kea_said *said = said_in(host_scope(x), which);

	if (said == NULL)
		said = said_by_classes(x, which);
	if (said == NULL)
		said = said_in(net_scope(x), which);
	if (said == NULL)
		said = said_in(network_scope(x), which);
	if (said == NULL)
		said = said_in(&x->k->all, which);
	return said == NULL ? (struct kea_said){ .text = NULL } : *said;
}

/* An option; its text is NULL where it is not sent. */
static struct kea_said
option(struct kea_exchange *x, unsigned code)
{
	const struct kea_option *o = option_in(host_scope(x), code);

	if (o == NULL)
		o = option_in(x->pool == NULL ? NULL : &x->pool->scope, code);
	if (o == NULL)
		o = option_in(net_scope(x), code);
	if (o == NULL)
		o = option_in(network_scope(x), code);
	if (o == NULL)
		o = option_by_classes(x, code);
	if (o == NULL)
		o = option_in(&x->k->all, code);
	return o == NULL ? (struct kea_said){ .text = NULL } :
	    (struct kea_said){ .text = o->text, .from = o->from };
}

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
	const struct kea_said next = field(x, NEXT_SERVER),
	    name = field(x, SERVER_HOSTNAME), o66 = option(x, 66),
	    o150 = option(x, 150), o54 = option(x, 54);

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

static void
tell_file(struct kea_exchange *x, struct told *t)
{
	const struct kea_said file = field(x, BOOT_FILE), o67 = option(x, 67);

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
	const struct kea_said routers = option(x, 3), dns = option(x, 6);
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
kea_tell_lease(struct kea_exchange *x, struct told *t)
{
	const struct kea_scope *const scopes[] = { net_scope(x),
	    network_scope(x), &x->k->all };
	const struct kea_scope *found = NULL;
	const struct kea_class *class;

	for (size_t i = 0; i < x->query.members && found == NULL; i++) {
		class = x->query.member[i].class;
		if (class != NULL && class->scope.lifetime_s != 0 &&
		    is_in(x, i, class))
			found = &class->scope;
	}
	for (size_t i = 0; i < 3 && found == NULL; i++)
		if (scopes[i] != NULL && scopes[i]->lifetime_s != 0)
			found = scopes[i];
	if (found == NULL)
		return;
	t->lease_s = found->lifetime_s;
	t->lease_from = found->lifetime_from;
}

/* Firmware that boots by HTTP waits for its own class in the answer. */
static int
is_for_http(struct kea_exchange *x)
{
	const struct kea_said class = option(x, 60);

	return class.text != NULL &&
	    strncmp(class.text, "HTTPClient", 10) == 0;
}

void
kea_tell(struct kea_exchange *x, struct told *t)
{
	static const unsigned others[] = { 17, 43, 175, 208, 209, 210, 211 };
	struct kea_said o;

	tell_file(x, t);
	if (x->asker->is_http && !is_for_http(x))
		t->file = NULL;
	tell_server(x, t);
	tell_addresses(x, t);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if ((o = option(x, others[i])).text != NULL)
			imported_refuse(x->k->im, o.from, o.text,
			    "is of an option that has no word of ours");
}
