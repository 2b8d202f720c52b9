/*
 * The variables of args=: whether each client that would get them has
 * what they stand for. Declared in mapcheck.h.
 */
#include <stdio.h>
#include <string.h>

#include "config/config.h"
#include "map/once.h"
#include "mkbootroot/check/mapcheck.h"

#define SERVER "255.255.255.255"	/* as long as any */
#define KERNEL_ARGS_MAX 2047	/* bytes */

/* The bit of a fault, in a set of what is missing. */
#define MISSING(fault) (1u << (fault))

const char *
check_missing(enum variable v, unsigned missing)
{
	static const char *const texts[VARIABLE_FAULTS] = {
		[VARIABLE_NO_NAME] = "the line has no name",
		[VARIABLE_NO_IP] = "the line has no ip=",
		[VARIABLE_NO_MAC] = "the line has no mac=",
		[VARIABLE_NO_UUID] = "the line does not begin with uuid:",
		[VARIABLE_NO_HTTP] = "the line's clients have no http=",
		[VARIABLE_NO_IMAGE] = "the line boots no image"
	};

	for (int i = 0; i < VARIABLE_FAULTS; i++)
		if ((missing & MISSING(i)) != 0 &&
		    variable_needs(v, (enum variable_fault)i))
			return texts[i];
	return NULL;
}

unsigned
check_missing_of(const struct check *c, const struct mapentry *e,
    const struct client *client)
{
	/* Each client of a group has a line of its own. */
	if (*entry_key(c->text, e) == MAP_KEY_GROUP)
		return 0;
	return (client->name == NULL ? MISSING(VARIABLE_NO_NAME) : 0) |
	    (!client->has_ip ? MISSING(VARIABLE_NO_IP) : 0) |
	    (!client->has_mac ? MISSING(VARIABLE_NO_MAC) : 0) |
	    (*entry_key(c->text, e) != MAP_KEY_UUID ?
	    MISSING(VARIABLE_NO_UUID) : 0) |
	    (client->http == NULL ? MISSING(VARIABLE_NO_HTTP) : 0) |
	    (client->image == NULL ? MISSING(VARIABLE_NO_IMAGE) : 0);
}

/* Whether http= of a line says that its clients load by HTTP; -1: it says nothing. */
static int
says_http(const struct check *c, const struct mapentry *e)
{
	struct record r;
	struct field f;

	if (e == NULL || !entry_has(e, FIELD_HTTP))
		return -1;
	entry_record(c->text, e, &r);
	record_field(&r, FIELD_HTTP, &f);
	return strcmp(f.text, MAP_NO) != 0;
}

/* Whether it may be in force for a line's clients: a net's is known when one asks. */
static int
has_http(const struct check *c, const struct mapentry *e,
    const struct image_use *u)
{
	const struct mapentry *const lines[] = {e, entry_group(c->text, e),
	    u == NULL ? NULL : u->line, c->net_http, c->default_entry};
	int says = -1;

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]) &&
	    says == -1; i++)
		says = says_http(c, lines[i]);
	return says == 1;
}

unsigned
check_missing_of_line(const struct check *c, const struct mapentry *e,
    const struct image_use *u)
{
	const int is_uuid = *entry_key(c->text, e) == MAP_KEY_UUID;

	/* Each client of a group has a line of its own. */
	if (*entry_key(c->text, e) == MAP_KEY_GROUP)
		return 0;
	return (!entry_has(e, FIELD_NAME) ? MISSING(VARIABLE_NO_NAME) : 0) |
	    (!entry_has(e, FIELD_IP) ? MISSING(VARIABLE_NO_IP) : 0) |
	    (is_uuid && !entry_has(e, FIELD_MAC) ?
	    MISSING(VARIABLE_NO_MAC) : 0) |
	    (!is_uuid ? MISSING(VARIABLE_NO_UUID) : 0) |
	    (!has_http(c, e, u) ? MISSING(VARIABLE_NO_HTTP) : 0);
}

/* Of a client without ip=, a net may say http=. */
void
check_exact(const struct check *c, const struct map *m,
    const struct mapentry *e, struct client *client)
{
	const unsigned char *key = entry_key(c->text, e);
	const char *http = client->http;
	unsigned char net[MAP_KEY_MAX];
	struct who who;

	memset(&who, 0, sizeof(who));
	client_by_key(key, e->key_n, &who);
	/* Whom check_next_net() takes to be on a net boots what that says. */
	if (c->on_net != NULL && map_key_bytes(entry_key(c->text, c->on_net),
	    c->on_net->key_n, net) == 5) {
		memcpy(&who.address, net, sizeof(who.address));
		who.has_address = 1;
	}
	if ((who.has_mac || who.has_uuid) &&
	    client_find(m, &who, client) == 1) {
		client_settle(client, DONE_ARMED);
		if (!client->has_ip && client->http == NULL)
			client->http = http;
	} else {
		client->has_mac = 1;
	}
}

/* Which args= has it: " of image debian12", or "" for the line's own and its group's. */
static void
place_of(const struct client *client, enum variable v, char *buf, size_t size)
{
	struct field f;

	buf[0] = '\0';
	if ((record_field(&client->own, FIELD_ARGS, &f) &&
	    variable_in(f.text, f.n, v)) ||
	    (record_field(&client->group_record, FIELD_ARGS, &f) &&
	    variable_in(f.text, f.n, v)))
		return;
	snprintf(buf, size, record_field(&client->image_record, FIELD_ARGS,
	    &f) && variable_in(f.text, f.n, v) ? " of image %s" :
	    " of default", client->image);
}

/* Says each variable of a client's args= that it has no value for. */
static int
compare_args(struct check *c, struct mapentry *e, const struct client *client)
{
	const unsigned uses = variables_in(client->args, strlen(client->args));
	const unsigned missing = check_missing_of(c, e, client);
	char place[MAP_NAME_MAX + sizeof(" of image ")];
	const char *what;
	int good = 1;

	for (unsigned v = 1; v <= VARIABLE_DONE; v *= 2) {
		if ((uses & v) == 0 || (what = check_missing((enum variable)v,
		    missing)) == NULL)
			continue;
		place_of(client, (enum variable)v, place, sizeof(place));
		mistake_add(c->mistakes, e->line, "args=%s has %s, and %s",
		    place, variable_name((enum variable)v), what);
		good = 0;
	}
	e->bad |= !good;
	return good;
}

int
check_variables(struct check *c, const struct map *m, struct mapentry *e,
    struct client *client)
{
	struct client entry;
	size_t at = 0;
	int good = 1;

	check_exact(c, m, e, client);
	if (!client->menu)
		return client->kernel == NULL || compare_args(c, e, client);
	while (client_menu_next(client, &at, &entry) == 1)
		if (entry.kernel != NULL && !compare_args(c, e, &entry))
			good = 0;
	return good;
}

/* It has a buffer of 2048 bytes with a NUL: COMMAND_LINE_SIZE of x86 and arm64. */
int
check_length(struct check *c, unsigned line, const struct client *client)
{
	const struct config_way way = {.server = SERVER};
	struct client with_mac = *client;
	char args[CONFIG_ARGS_SIZE];
	const char *why;
	size_t n;

	with_mac.has_mac = 1;
	if (client->kernel == NULL ||
	    config_args(&with_mac, &way, args, &why) == -1 ||
	    (n = strlen(args)) <= KERNEL_ARGS_MAX)
		return 1;
	mistake_warn(c->mistakes, line, "args= come to %zu bytes, and Linux "
	    "reads %d: the rest is cut off", n, KERNEL_ARGS_MAX);
	return 0;
}
