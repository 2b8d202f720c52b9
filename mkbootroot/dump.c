/*
 * Records one after the other as they lie in the file; what was found by
 * itself is a comment.
 */
#include <stdio.h>
#include <string.h>

#include "map/answers.h"
#include "mkbootroot/command.h"
#include "mkbootroot/mapkeys.h"
#include "mkbootroot/text/maptext.h"

/* What boot=menu offers is all found. */
static int
is_menu(const struct record *r)
{
	unsigned char key[MAP_KEY_MAX];
	size_t n = map_key(key, MAP_KEY_IMAGE, MAP_IMAGE_MENU,
	    strlen(MAP_IMAGE_MENU));

	return r->key_n == n && memcmp(r->key, key, n) == 0;
}

/* Whether a file of answers is there because the folder before it is named. */
static int
is_in_folder(const char *folder, const struct field *f)
{
	const size_t n = folder == NULL ? 0 : strlen(folder);
	const char *path;

	return n > 0 && f->tag == FIELD_ANSWERS &&
	    answers_take(f->text, &path) != ANSWERS_NONE &&
	    strncmp(path, folder, n) == 0 && path[n] == '/' &&
	    strchr(path + n + 1, '/') == NULL;
}

/* A field as a line has it; of a folder of answers, the files are its own. */
static void
print_given(const struct field *f, const char **folder)
{
	char text[FIELD_TEXT_SIZE];
	const char *path = f->tag == FIELD_ANSWERS ?
	    answers_take_folder(f->text) : NULL;

	if (path != NULL)
		*folder = path;
	if (!is_in_folder(*folder, f))
		printf(" %s", field_text(f, text, sizeof(text)));
}

static void
print_record(const struct record *r)
{
	char text[FIELD_TEXT_SIZE];
	const char *folder = NULL;
	struct field f;
	size_t pos = 0;

	printf("%s%-19s %s", is_menu(r) ? "# " : "", key_text(r->key, r->key_n, text, sizeof(text)),
	    record_field(r, FIELD_NAME, &f) ? f.text : "-");
	while (record_next(r, &pos, &f) == 1)
		if (f.tag != FIELD_NAME && !f.found)
			print_given(&f, &folder);
	putchar('\n');
	for (pos = 0; record_next(r, &pos, &f) == 1; )
		if (f.found)
			printf("\t# found: %s\n",
			    field_text(&f, text, sizeof(text)));
}

/* 0; -1: the map is corrupt. */
static int
print_map(struct map *m)
{
	struct mapkeys keys = { .key = NULL };
	struct record r;
	int more;

	while ((more = mapkeys_next(m, &keys)) == 1) {
		/* Indexes and the version say nothing that these do not. */
		if (!map_key_is(keys.key[0], KEY_RECORD))
			continue;
		if (map_find(m, keys.key, keys.n, &r) != 1)
			return -1;
		print_record(&r);
	}
	return more;
}

int
dump(const struct options *o)
{
	struct map m = { .fd = -1 };
	int all;

	if (options_map(o, &m) != 0)
		return 1;
	all = print_map(&m);
	map_close(&m);
	return all == -1 ? options_map_is_corrupt(o) : 0;
}
