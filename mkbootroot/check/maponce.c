/*
 * What is booted once: where it cannot be known when that is over, and files that
 * would be refused to others.
 */
#include <string.h>

#include "map/once.h"
#include "mkbootroot/check/mapcheck.h"
#include "mkbootroot/text/maptext.h"

/* What the text says of it. */
struct said {
	int sent;		/* once=sent */
	int image;		/* once in an image's line */
	int any;
	int servers;		/* a line has several server=, */
	int net_servers;	/* and it is that of a net */
};

static int
has_servers(const struct record *r)
{
	size_t at = 0, n = 0;
	struct field f;

	while (n < 2 && record_next(r, &at, &f) == 1)
		n += f.tag == FIELD_SERVER;
	return n == 2;
}

static void
look_at_line(struct check *c, const struct mapentry *e, struct said *said)
{
	char name[MAP_KEY_MAX];
	struct record r;
	struct field f;

	if (!said->net_servers && entry_has(e, FIELD_SERVER)) {
		entry_record(c->text, e, &r);
		if (has_servers(&r)) {
			said->servers = 1;
			said->net_servers = r.key[0] == MAP_KEY_NET;
		}
	}
	if (!entry_has(e, FIELD_ONCE))
		return;
	c->has_once = said->any = 1;
	entry_record(c->text, e, &r);
	if (record_field(&r, FIELD_ONCE, &f))
		said->sent |= strcmp(f.text, MAP_ONCE_SENT) == 0;
	if (entry_image(c->text, e, name) == NULL)
		return;
	said->image = 1;
	if (strcmp(name, MAP_IMAGE_LOADERS) == 0)
		mistake_add(c->mistakes, e->line, "image %s: once: every "
		    "client always gets its files", name);
}

/* The last file that it boots. */
static void
look_at_last(struct check *c, const struct mapentry *e,
    const struct client *client)
{
	struct image_use *u = client->image == NULL ? NULL :
	    check_image(c, client->image);

	if (client->once != ONCE_SENT || client->kernel != NULL)
		return;
	if (client->menu)
		mistake_add(c->mistakes, e->line, "once=sent: boot=%s: nobody "
		    "knows which image is chosen: write once", MAP_IMAGE_MENU);
	else if (u == NULL || !u->once_said)
		mistake_add(c->mistakes, e->line, "once=sent: boot=%s: without "
		    "kernel= the last file is not known: write kernel=, or "
		    "once", client->image);
	if (u != NULL)
		u->once_said = 1;
}

/* A path that leads into an image that others boot once. */
static void
look_at_path(struct check *c, const struct map *m, const struct mapentry *e,
    const struct client *client, const char *text)
{
	char path[CLIENT_PATH_SIZE];

	if (text == NULL || text[0] != '/' ||
	    client_path(client, text, path, sizeof(path)) == -1 ||
	    once_refuses(m, client, path) != ONCE_IS_NOT_ARMED)
		return;
	mistake_add(c->mistakes, e->line, "%s: image %.*s is booted once, and "
	    "its files are not sent to clients that boot something else", text,
	    (int)strcspn(path, "/"), path);
}

static void
look_at_paths(struct check *c, const struct map *m, const struct mapentry *e,
    const struct client *client)
{
	const struct record *const levels[] = { &client->own,
	    &client->group_record, &client->image_record };
	struct field f;
	size_t i, pos;

	look_at_path(c, m, e, client, client->kernel);
	for (i = 0; i < client->initrds; i++)
		look_at_path(c, m, e, client, client->initrd[i]);
	look_at_path(c, m, e, client, client->preseed);
	for (i = 0; i < 3; i++)
		for (pos = 0; record_next(levels[i], &pos, &f) == 1; )
			if (check_is_bootfile(&f))
				look_at_path(c, m, e, client, f.text);
}

/* One without ip= may be on any net. */
static int
may_have_servers(const struct client *client, const struct said *said)
{
	struct field f;

	return client->servers_n > 1 || (said->net_servers &&
	    client->servers_n == 0 && !client->has_ip &&
	    !record_field(&client->own, FIELD_SERVER, &f));
}

static void
look_at_client(struct check *c, const struct map *m, const struct mapentry *e,
    const struct said *said)
{
	const char *image = check_image_of(c, e);
	struct client client, entry;
	size_t at = 0;

	check_client(c, m, e, image == NULL ? NULL : check_image(c, image),
	    &client);
	if (client.action != CLIENT_BOOT)
		return;
	c->has_once_servers |= once_matters(&client) &&
	    may_have_servers(&client, said);
	look_at_last(c, e, &client);
	if (said->image)
		look_at_paths(c, m, e, &client);
	while (client_menu_next(&client, &at, &entry) == 1)
		look_at_last(c, e, &entry);
}

void
check_once(struct check *c, const struct map *m)
{
	struct said said = { 0 };
	struct mapentry *e;
	size_t i, at;

	for (i = 0; i < c->text->n; i++)
		look_at_line(c, &c->text->entry[i], &said);
	if (!said.sent && !said.image && !(said.any && said.servers))
		return;
	for (i = 0; i < c->text->n; i++) {
		e = &c->text->entry[i];
		for (at = 0; check_next_net(c, e, &at); )
			if (!e->bad && check_is_client(c, e))
				look_at_client(c, m, e, &said);
	}
}
