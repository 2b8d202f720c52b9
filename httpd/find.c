/*
 * The map of now, the client in it, and what it sees.
 */
#include <fcntl.h>
#include <string.h>

#include "httpd/ask.h"
#include "httpd/find.h"
#include "httpd/forwarded.h"
#include "httpd/mapoffer.h"
#include "map/identify.h"
#include "map/lookup.h"
#include "map/once.h"
#include "map/weburl.h"
#include "view/doneasked.h"

#define HTTP_PORT 80

/* Whom a proxy asks for is somewhere else: nobody here has its address. */
static enum refusal
meet(struct child *c, struct who *met)
{
	struct connection *k = c->connection;
	struct report *r = &k->report;

	*met = c->met;
	if (!c->is_proxy)
		return REFUSE_NOTHING;
	switch (forwarded_client(&k->request.fields, &r->client)) {
	case 0:
		return REFUSE_NOTHING;	/* it asks for itself */
	case -1:
		return REFUSE_FORWARDED;
	}
	r->is_forwarded = 1;
	*met = lookup_met(&r->client, NULL);
	return REFUSE_NOTHING;
}

/* What is wrong with the folder the parent says, once. */
static void
settle(struct child *c)
{
	struct connection *k = c->connection;
	const char *why;

	if (!once_matters(&k->client))
		return;
	client_settle(&k->client, done_look(&c->done, &k->client, &why));
	k->report.is_done_unknown = why != NULL;
}

/* It is the peer's own, and its name says of nobody that he asks. */
static int
is_usual(const struct child *c, const char *path)
{
	struct who nobody;

	return !c->is_proxy && c->map.fd != -1 &&
	    !identify_name(path, &nobody);
}

/* What is found for one such request holds for the next, but for who is done. */
static void
keep(struct connection *k, enum lookup found)
{
	k->usual.is_kept = found == LOOKUP_NOBODY || (k->known &&
	    !once_matters(&k->client));
	k->usual.who = k->who;
	k->usual.known = k->known;
	k->usual.disagrees = k->report.disagrees;
}

static void
use_kept(struct connection *k)
{
	k->who = k->usual.who;
	k->known = k->usual.known;
	k->report.disagrees = k->usual.disagrees;
}

/* As tftpd does: what is known by its address stays, whatever a name says. */
static enum refusal
look_up(struct child *c, const char *path)
{
	struct connection *k = c->connection;
	struct report *r = &k->report;
	const int usual = is_usual(c, path);
	enum refusal refusal;
	enum lookup found;
	struct who met;

	if (usual && k->usual.is_kept) {
		use_kept(k);
		return REFUSE_NOTHING;
	}
	k->usual.is_kept = 0;
	if ((refusal = meet(c, &met)) != REFUSE_NOTHING)
		return refusal;
	found = lookup(&c->map, r->is_map_bad, &met, path, &k->who,
	    &r->disagrees, &k->client);
	if ((k->known = found == LOOKUP_FOUND))
		settle(c);
	if (usual)
		keep(k, found);
	return found == LOOKUP_BAD_MAP ? REFUSE_BAD_MAP :
	    found == LOOKUP_CORRUPT ? REFUSE_CORRUPT_MAP : REFUSE_NOTHING;
}

static int
look_up_again(void *of, const char *path, const struct client **client)
{
	struct child *c = of;
	struct connection *k = c->connection;

	if (k->who.has_mac || k->who.has_uuid)
		return 1;
	if (look_up(c, path) != REFUSE_NOTHING)
		return 0;
	*client = k->known ? &k->client : NULL;
	return 1;
}

/* Our address as it stands in a URL: that of the interface is not for others. */
static void
host_of(const union address *a, char host[ADDRESS_TEXT_SIZE])
{
	union address plain = *a;

	if (plain.sa.sa_family == AF_INET6)
		plain.in6.sin6_scope_id = 0;
	address_text(host, ADDRESS_TEXT_SIZE, &plain,
	    plain.sa.sa_family == AF_INET6 || address_port(a) != HTTP_PORT);
}

static void
open_seen(struct child *c)
{
	struct connection *k = c->connection;
	const struct client *client = k->known ? &k->client : NULL;
	char base[WEBURL_BASE_SIZE];
	const struct view_asked q = {
		.map = &c->map, .client = client, .name = k->request.name,
		.root_path = c->root_path, .root_fd = c->root_fd,
		.way = {c->server, base}, .again = look_up_again, .of = c,
	};

	if (c->server[0] == '\0') {
		address_text(c->server, sizeof(c->server), &c->local, 0);
		host_of(&c->local, c->host);
	}
	weburl_base(client, c->host, base);
	seen_open(&q, &k->seen);
}

int
find_has_own_map(const struct child *c)
{
	return !c->map.is_shared;
}

/*
 * Where no parent offers it: a map that is read by this process alone, as often as
 * there are such processes, is used for one request.
 */
static void
read_own_map(struct child *c)
{
	struct map own = c->map;
	const char *why;
	int changed;

	own.is_shared = 0;
	why = map_refresh(&own, AT_FDCWD, c->map_path, &changed);
	if (!changed)
		own.is_shared = c->map.is_shared;
	c->map = own;
	c->connection->report.is_map_bad = why != NULL && why != map_missing;
}

/* A map that has come since this process began is the parent's. */
static void
follow_map(struct child *c)
{
	struct report *r = &c->connection->report;
	const char *why;

	if (map_is_current(&c->map, AT_FDCWD, c->map_path, &why)) {
		r->is_map_bad = why != NULL && why != map_missing;
		return;
	}
	c->connection->usual.is_kept = 0;
	if (!ask(c, ASKS_MAP) ||
	    mapoffer_take(c->mapoffer_fd, &c->map, &r->is_map_bad) == -1)
		read_own_map(c);
}

enum refusal
find(struct child *c)
{
	struct connection *k = c->connection;
	enum view_reason reason;
	enum refusal refusal;
	char *path = k->seen.path;

	follow_map(c);
	if ((reason = doneasked_clean(k->request.name, path)) !=
	    VIEW_NO_REASON) {
		path[0] = '\0';
		k->seen.verdict = view_refuse(&k->seen.why, reason);
		return refusal_of_verdict(k->seen.verdict);
	}
	if ((refusal = look_up(c, path)) != REFUSE_NOTHING)
		return refusal;
	open_seen(c);
	return refusal_of_verdict(k->seen.verdict);
}
