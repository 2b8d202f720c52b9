/*
 * The boot configuration of every client, tried before a loader asks for
 * it: what a language cannot say is a mistake of the text.
 */
#include <string.h>

#include "config/config.h"
#include "map/weburl.h"
#include "mkbootroot/check/mapcheck.h"

#define SERVER "255.255.255.255"	/* as long as any */
#define LANGUAGES_KNOWN 1u	/* the bit of CONFIG_NONE: it was found out */

/* Whether words of the entry itself, but for args=, shape what it boots. */
static int
has_own_files(const struct mapentry *e)
{
	return entry_has(e, FIELD_KERNEL) || entry_has(e, FIELD_INITRD) ||
	    entry_has(e, FIELD_PRESEED) || entry_has(e, FIELD_HTTP) ||
	    check_has_bootfile(e);
}

static int
has_own_words(const struct mapentry *e)
{
	return entry_has(e, FIELD_ARGS) || entry_has(e, FIELD_ANSWERS) || has_own_files(e);
}

/* Those of its line, or of its group's. */
static int
has_words(const struct check *c, const struct mapentry *e)
{
	const struct mapentry *group = entry_group(c->text, e);

	return has_own_words(e) || (group != NULL && has_own_words(group));
}

/* Whether args= of a record, given or found, say something else to each client. */
static int
has_variables_in(const struct record *r)
{
	struct field f;
	size_t pos = 0;

	while (record_next(r, &pos, &f) == 1)
		if (f.tag == FIELD_ARGS && variables_in(f.text, f.n) != 0)
			return 1;
	return 0;
}

/*
 * Whether an entry's clients boot what their group's line alone would boot; u is
 * their image, or NULL.
 */
static int
is_as_group(const struct check *c, const struct mapentry *e,
    const struct image_use *u)
{
	const struct mapentry *group = entry_group(c->text, e);
	struct record r;

	if (group == NULL || has_own_words(e) || check_acting(c, e) != group ||
	    (u != NULL && has_variables_in(&u->record)))
		return 0;
	entry_record(c->text, group, &r);
	return !has_variables_in(&r);
}

/* Whether a character is special in no language inside of a word. */
static int
is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '=' || c == '.' || c == ',' ||
	    c == ':' || c == '/' || c == '_' || c == '+' || c == '-';
}

static size_t
plain_args_of(const struct check *c, const struct mapentry *e)
{
	int begins = 1;		/* a word, of which none begins with "-" */
	struct record r;
	struct field f;
	size_t i;

	if (has_own_files(e) || !entry_has(e, FIELD_ARGS))
		return 0;
	entry_record(c->text, e, &r);
	record_field(&r, FIELD_ARGS, &f);
	for (i = 0; i < f.n; i++) {
		/* One blank between words. */
		if (begins ? f.text[i] == '-' || !is_plain(f.text[i]) :
		    f.text[i] != ' ' && !is_plain(f.text[i]))
			return 0;
		begins = f.text[i] == ' ';
	}
	return f.n;
}

/*
 * The length of an entry's args=, with its group's, if they are all that it says to
 * its image and say nothing that is special in any language: such a text is as good
 * as another that is not shorter. 0: they are not so.
 */
static size_t
plain_args(const struct check *c, const struct mapentry *e)
{
	const struct mapentry *group = entry_group(c->text, e);
	size_t own, more;

	if (group == NULL || !has_own_words(group))
		return plain_args_of(c, e);
	if ((more = plain_args_of(c, group)) == 0 || !has_own_words(e))
		return more;
	own = plain_args_of(c, e);
	return own == 0 ? 0 : more + 1 + own;
}

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
	return good && check_length(c, line, client);
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
}

/* The entry's menu, which is the same for all that say nothing to it. */
static void
try_menu_entry(struct check *c, const struct map *m, struct mapentry *e)
{
	const int own = has_words(c, e);
	struct client client;

	if (c->menu_entry == NULL || (!own && c->menu_rendered &&
	    !c->menu_has_variables) ||
	    (!c->menu_has_variables && is_as_group(c, e, NULL)))
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
	if (is_as_group(c, e, u))
		return;			/* the group is tried by itself */
	if (!has_words(c, e) && u != NULL) {
		if (u->rendered && !u->has_variables)
			return;		/* the same as for another client */
		u->rendered = 1;
		if (u->line != NULL)
			line = u->line->line;
	} else if (u != NULL && (plain = plain_args(c, e)) > 0 &&
	    plain <= u->plain_args) {
		return;			/* as good as another client's */
	}
	check_client(c, m, e, u, &client);
	if (u != NULL && u->exists)
		check_lent_paths(c, e, u, &client);
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

/* The record of an image in the map that was built. */
static void
find_image(const struct map *m, const char *name, struct record *r)
{
	unsigned char key[MAP_KEY_MAX];

	map_find(m, key, map_key(key, MAP_KEY_IMAGE, name, strlen(name)), r);
}

void
check_configurations(struct check *c, const struct map *m)
{
	struct image_use *u;
	struct mapentry *e;
	size_t i, at;

	for (u = c->first; u != NULL; u = u->next)
		find_image(m, u->name, &u->record);
	check_urls(c, m);
	find_image(m, MAP_IMAGE_MENU, &c->menu);
	find_image(m, MAP_IMAGE_LOADERS, &c->loaders);
	check_answers_clients(c, m);
	for (i = 0; i < c->text->n; i++) {
		e = &c->text->entry[i];
		for (at = 0; check_next_net(c, e, &at); )
			if (!e->bad && check_is_client(c, e))
				try_entry(c, m, e);
	}
	check_reach(c, m);
}
