/*
 * answers= with a relative path, which a client takes from its group, its net or
 * default: they are looked for in the client's own image, which may be another than
 * that line's, and are sent to nobody else from there. Declared in mapanswers.h.
 */
#include <stdio.h>
#include <string.h>

#include "map/answers.h"
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

/* What a line says of a preseed: 1: a file, which goes before answers= of later lines;
   -1: none. */
static int
preseed_of(const struct check *c, const struct mapentry *e)
{
	struct record r;
	struct field f;

	if (!entry_has(e, FIELD_PRESEED))
		return 0;
	entry_record(c->text, e, &r);
	record_field(&r, FIELD_PRESEED, &f);
	return strcmp(f.text, MAP_NONE) == 0 ? -1 : 1;
}

/* The line whose answers= a client gets, in the order of take_answers() of merge.c. */
static const struct mapentry *
lender_of(const struct check *c, const struct mapentry *e,
    const struct image_use *u)
{
	const struct mapentry *const lines[] = {e, entry_group(c->text, e),
	    u->line, check_net_of(c, e), c->default_entry};
	const size_t image = 2;
	int preseed = 0;

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		if (lines[i] != NULL && entry_has(lines[i], FIELD_ANSWERS))
			return lines[i];
		if (preseed == 0 && lines[i] != NULL)
			preseed = preseed_of(c, lines[i]);
		if (preseed == 0 && i == image && u->found.preseed)
			preseed = 1;
		if (preseed == 1)
			return NULL;
	}
	return NULL;
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
