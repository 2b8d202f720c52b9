/*
 * The boot configuration of every client, tried before a loader asks for
 * it: what a language cannot say is a mistake of the text.
 */
#include <string.h>

#include "config/config.h"
#include "map/weburl.h"
#include "mkbootroot/check/mapcheck.h"
#include "mkbootroot/check/mapsame.h"

#define SERVER "255.255.255.255"	/* as long as any */
#define LANGUAGES_KNOWN 1u	/* the bit of CONFIG_NONE: it was found out */

/*
 * The languages that an entry's clients would ask for: bit 1 << language.
 * Where the line names no boot file of its own, that is the same for all
 * clients of the image that have a kernel, and for all that have none.
 */
static unsigned
languages_of(const struct check *c, const struct mapentry *e,
    struct image_use *u, const struct client *client)
{
	const struct mapentry *group = entry_group(c->text, e);
	const int own = check_has_bootfile(e) || entry_has(e, FIELD_HTTP) ||
	    (group != NULL && (check_has_bootfile(group) ||
	    entry_has(group, FIELD_HTTP)));
	unsigned *known = u == NULL || own ? NULL :
	    &u->languages[client->kernel != NULL];
	enum config_language l;
	unsigned languages = LANGUAGES_KNOWN;

	if (known != NULL && *known != 0)
		return *known;
	for (l = CONFIG_PXELINUX; l < CONFIG_LANGUAGES; l++)
		if ((config_has(client, l, 0) || config_has(client, l, 1)) &&
		    check_asks_for(client, l))
			languages |= 1u << l;
	if (known != NULL)
		*known = languages;
	return languages;
}

static int
try_language(struct check *c, unsigned line, const struct client *client,
    enum config_language l, const struct config_way *way)
{
	char text[CONFIG_SIZE];
	const char *why;

	if (!config_has(client, l, way->base != NULL) ||
	    config_render(client, l, way, text, sizeof(text), &why) != -1)
		return 1;
	mistake_add(c->mistakes, line, "%s", why);
	return 0;
}

/*
 * Tries what a client boots in each of the languages that can say it; 1: all
 * can, and the kernel reads it.
 */
static int
try_languages(struct check *c, struct mapentry *e, unsigned line,
    unsigned languages, const struct client *client)
{
	char base[WEBURL_BASE_SIZE];
	const struct config_way ways[] = { { .server = SERVER },
	    { SERVER, weburl_base(client, SERVER, base) } };
	enum config_language l;
	int good = 1;

	for (l = CONFIG_PXELINUX; l < CONFIG_LANGUAGES; l++)
		if ((languages >> l & 1) != 0 &&
		    (!try_language(c, line, client, l, &ways[0]) ||
		    (client->http != NULL &&
		    !try_language(c, line, client, l, &ways[1]))))
			good = 0;
	e->bad |= !good;
	if (!good)
		return 0;
	good = check_length(c, line, client);
	return check_uboot(c, line, client) && good;
}

/* Whether args= say something else to each client. */
static int
has_variables(const struct client *c)
{
	return variables_in(c->args, strlen(c->args)) != 0;
}

/* Each image of a menu by itself, so that its own line is to blame. */
static void
try_menu(struct check *c, struct mapentry *e, const struct client *menu)
{
	const unsigned languages = languages_of(c, e, NULL, menu);
	const struct image_use *u;
	struct client entry;
	size_t at = 0;

	while (client_menu_next(menu, &at, &entry) == 1) {
		c->menu_has_variables |= has_variables(&entry);
		u = check_image(c, entry.image);
		try_languages(c, e, u != NULL && u->line != NULL ?
		    u->line->line : e->line, languages, &entry);
	}
	if (!e->bad)
		try_languages(c, e, e->line, languages, menu);
	check_uboot_menu(c, e->line, menu);
}

/* The entry's menu, which is the same for all that say nothing to it. */
static void
try_menu_entry(struct check *c, const struct map *m, struct mapentry *e)
{
	const int own = same_has_words(c, e);
	struct client client;

	if (c->menu_entry == NULL || (!own && c->menu_rendered &&
	    !c->menu_has_variables) ||
	    (!c->menu_has_variables && same_as_group(c, e, NULL)))
		return;
	check_client(c, m, e, NULL, &client);
	if (!client.menu)
		return;
	c->menu_rendered |= !own;
	check_lent_paths(c, e, NULL, &client);
	if (check_variables(c, m, e, &client))
		try_menu(c, e, &client);
}

static void
try_entry(struct check *c, const struct map *m, struct mapentry *e)
{
	struct image_use *u;
	struct client client;
	const char *image;
	unsigned line = e->line;
	size_t plain = 0;

	if ((image = check_image_of(c, e)) == NULL) {
		try_menu_entry(c, m, e);
		return;
	}
	u = check_image(c, image);
	if (same_as_group(c, e, u))
		return;			/* the group is tried by itself */
	if (!same_has_words(c, e) && u != NULL) {
		if (u->rendered && !u->has_variables)
			return;		/* the same as for another client */
		u->rendered = 1;
		if (u->line != NULL)
			line = u->line->line;
	} else if (u != NULL && (plain = same_plain_args(c, e)) > 0 &&
	    plain <= u->plain_args) {
		return;			/* as good as another client's */
	}
	check_client(c, m, e, u, &client);
	if (u != NULL && u->exists)
		check_lent_paths(c, e, u, &client);
	check_wimboot(c, line, u, &client);
	/* With answers, the length depends on what the args are. */
	if (has_variables(&client)) {
		if (u != NULL)
			u->has_variables = 1;
		if (!check_variables(c, m, e, &client))
			return;
	}
	if (try_languages(c, e, line, languages_of(c, e, u, &client),
	    &client) && plain > 0 && client.preseed == NULL &&
	    client.answers_n == 0 &&
	    !has_variables(&client))
		u->plain_args = plain;
}

void
check_configurations(struct check *c, const struct map *m)
{
	struct image_use *u;
	struct mapentry *e;
	size_t i, at;

	for (u = c->first; u != NULL; u = u->next)
		map_find_by(m, MAP_KEY_IMAGE, u->name, strlen(u->name),
		    &u->record);
	check_urls(c, m);
	map_find_by(m, MAP_KEY_IMAGE, MAP_IMAGE_MENU, strlen(MAP_IMAGE_MENU),
	    &c->menu);
	map_find_by(m, MAP_KEY_IMAGE, MAP_IMAGE_LOADERS,
	    strlen(MAP_IMAGE_LOADERS), &c->loaders);
	check_answers_clients(c, m);
	for (i = 0; i < c->text->n; i++) {
		e = &c->text->entry[i];
		for (at = 0; check_next_net(c, e, &at); )
			if (!e->bad && check_is_client(c, e))
				try_entry(c, m, e);
	}
	check_reach(c, m);
}
