/*
 * answers= with a relative path, which a client takes from its group, its net or
 * default: they are looked for in the client's own image, which may be another than
 * that line's, and are sent to nobody else from there. Declared in mapanswers.h.
 */
#include <stdio.h>
#include <string.h>

#include "map/answers.h"
#include "map/merge.h"
#include "mkbootroot/check/mapanswers.h"

/* Whether the line has an answers= with a relative path. */
static int
is_lender(const struct check *c, const struct mapentry *e)
{
	enum answers_kind kind;
	struct record r;
	struct field f;
	const char *path;
	size_t pos = 0;

	if (!entry_has(e, FIELD_ANSWERS) ||
	    *entry_key(c->text, e) == MAP_KEY_IMAGE)
		return 0;
	entry_record(c->text, e, &r);
	while (record_next(&r, &pos, &f) == 1) {
		kind = f.tag == FIELD_ANSWERS ? answers_take(f.text, &path) :
		    ANSWERS_NONE;
		if (kind != ANSWERS_NONE && path[0] != '/')
			return 1;
	}
	return 0;
}

/* Each file of a line, in an image that is another than the line's. 0; -1: errno. */
static int
look_at_files(struct check *c, struct mapentry *e, const struct mapentry *of,
    const char *image)
{
	const struct answers_file *f;
	char path[CLIENT_PATH_SIZE];
	enum answers_kind kind;
	struct field field;
	const char *text;
	struct record r;
	size_t pos = 0;
	int n;

	entry_record(c->text, of, &r);
	while (record_next(&r, &pos, &field) == 1) {
		if (field.tag != FIELD_ANSWERS || (kind = answers_take(
		    field.text, &text)) == ANSWERS_NONE || text[0] == '/')
			continue;
		n = snprintf(path, sizeof(path), "%s/%s", image, text);
		if (n < 0 || (size_t)n >= sizeof(path)) {
			mapanswers_say(c, e, "answers=%s: its path is too long",
			    text);
			continue;
		}
		if ((f = mapanswers_file(c, e, path, kind)) == NULL)
			return -1;
		if (f->is_folder)
			mapanswers_say(c, e, "answers %s: it is a folder, and "
			    "in the image of line %u it is a file", path,
			    of->line);
		e->bad |= f->read.mistakes > 0;
	}
	return 0;
}

/* The level of the record whose answers= is taken. */
static void
note_level(void *of, enum client_level level, enum client_use use,
    const struct field *f)
{
	enum client_level *lender = of;

	(void)use;
	if (f->tag == FIELD_ANSWERS)
		*lender = level;
}

/* The image's record: its line's, and the preseed that was found in it. */
static void
image_record(const struct check *c, const struct image_use *u,
    unsigned char made[MAP_RECORD_MAX], struct record *r)
{
	size_t n;

	if (u->line != NULL)
		entry_record(c->text, u->line, r);
	if (!u->found.preseed || (u->line != NULL &&
	    (entry_has(u->line, FIELD_PRESEED) ||
	    entry_has(u->line, FIELD_ANSWERS))))
		return;
	if (r->n > 0)
		memcpy(made, r->bytes, r->n);
	n = record_append(made, MAP_RECORD_MAX, r->n,
	    FIELD_PRESEED | FIELD_FOUND, 0, IMAGE_PRESEED,
	    strlen(IMAGE_PRESEED));
	if (n > 0) {
		r->bytes = made;
		r->n = n;
	}
}

/* The line whose answers= a client gets; NULL: none. */
static const struct mapentry *
lender_of(const struct check *c, const struct mapentry *e,
    const struct image_use *u)
{
	const struct mapentry *const lines[CLIENT_LEVELS] = {e,
	    entry_group(c->text, e), u->line, check_net_of(c, e),
	    c->default_entry};
	enum client_level lender = CLIENT_LEVELS;
	const struct client_trace trace = {.word = note_level, .of = &lender};
	unsigned char made[MAP_RECORD_MAX];
	struct client client = {.trace = &trace};

	entry_record(c->text, e, &client.own);
	if (lines[CLIENT_OF_GROUP] != NULL)
		entry_record(c->text, lines[CLIENT_OF_GROUP],
		    &client.group_record);
	image_record(c, u, made, &client.image_record);
	if (lines[CLIENT_OF_NET] != NULL)
		entry_record(c->text, lines[CLIENT_OF_NET],
		    &client.net_record);
	if (lines[CLIENT_OF_DEFAULT] != NULL)
		entry_record(c->text, lines[CLIENT_OF_DEFAULT],
		    &client.default_record);
	merge_answers(&client);
	return lender == CLIENT_LEVELS ? NULL : lines[lender];
}

int
mapanswers_lent(struct check *c)
{
	const struct mapentry *of;
	const struct image_use *u;
	struct mapentry *e;
	const char *image;
	size_t i, at;
	int any = 0, result = 0;

	for (i = 0; i < c->text->n && !any; i++)
		any = is_lender(c, &c->text->entry[i]);
	for (i = 0; any && i < c->text->n && result == 0; i++) {
		e = &c->text->entry[i];
		for (at = 0; result == 0 && check_next_net(c, e, &at);) {
			if (!check_is_client(c, e) ||
			    (image = check_image_of(c, e)) == NULL ||
			    (u = check_image(c, image)) == NULL || !u->exists ||
			    (of = lender_of(c, e, u)) == NULL || of == e ||
			    of == u->line || !is_lender(c, of))
				continue;
			result = look_at_files(c, e, of, image);
		}
		c->on_net = NULL;
	}
	return result;
}
