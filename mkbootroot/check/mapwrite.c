/*
 * Records in the order of the text, then images that no line speaks of, as
 * they were first named.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "map/answersname.h"
#include "map/mapseal.h"
#include "mkbootroot/check/mapanswers.h"
#include "mkbootroot/check/mapbehind.h"
#include "mkbootroot/check/mapfound.h"
#include "mkbootroot/check/mapwrite.h"

/*
 * cdb's offsets have 32 bits. It begins with 256 pointers; each record has
 * two lengths, and two places of 8 bytes in a table.
 */
#ifndef MAP_FILE_MAX
#define MAP_FILE_MAX UINT32_MAX
#endif
#define CDB_START_SIZE 2048
#define CDB_RECORD_SIZE (8 + 2 * 8)

#define TELL (1024 * 1024)	/* bytes between two calls of behind_more() */

struct building {
	struct cdb_make cdb;
	uint64_t size;		/* that the file will have */
	uint64_t told;		/* of it, at the last behind_more() */
	struct mapbehind behind;
};

static int
add(struct building *b, const void *key, size_t key_n, const void *data,
    size_t n)
{
	uint64_t more = CDB_RECORD_SIZE + key_n + n;

	if (more > MAP_FILE_MAX - b->size) {
		errno = EFBIG;
		return -1;
	}
	b->size += more;
	if (cdb_make_add(&b->cdb, key, (unsigned)key_n, data,
	    (unsigned)n) < 0)
		return -1;
	if (b->size - b->told >= TELL) {
		behind_more(&b->behind);
		b->told = b->size;
	}
	return 0;
}

static int
add_record(struct building *b, const unsigned char *key, size_t key_n,
    struct making *r)
{
	record_seal(r->bytes, r->n);
	return add(b, key, key_n, r->bytes, r->n);
}

/* The index records of an entry, right behind it. */
static int
add_indexes(struct building *b, const struct mapfile *text,
    const struct mapentry *e)
{
	static const struct { enum map_field tag; unsigned char letter; }
	    indexes[] = {
		{ FIELD_NAME, MAP_KEY_NAME }, { FIELD_IP, MAP_KEY_ADDRESS },
		{ FIELD_MAC, MAP_KEY_CARD }
	};
	unsigned char key[MAP_KEY_MAX];
	struct record r;
	struct field f;
	size_t i, key_n;

	entry_record(text, e, &r);
	for (i = 0; i < sizeof(indexes) / sizeof(indexes[0]); i++) {
		if (!entry_has(e, indexes[i].tag))
			continue;
		record_field(&r, indexes[i].tag, &f);
		key_n = map_key(key, indexes[i].letter, f.text, f.n);
		if (add(b, key, key_n, r.key, r.key_n) == -1)
			return -1;
	}
	return 0;
}

/*
 * A line that is of no image. What its loaders can do counts with http= only, and
 * which machines its kernel= is for always.
 */
static int
add_line(struct building *b, const struct mapfile *text, struct check *c,
    const struct mapentry *e)
{
	const unsigned char *key = entry_key(text, e);
	const int has_files = c->has_http && entry_has(e, FIELD_FILE);
	struct making made;

	if (!has_files && !entry_has(e, FIELD_KERNEL))
		return add(b, key, e->key_n, key + e->key_n, e->n);
	made.n = e->n;
	memcpy(made.bytes, key + e->key_n, e->n);
	if (has_files &&
	    found_append_given(&made, c, check_image_of(c, e), 0) == -1)
		return -1;
	if (found_append_machines(&made, c, check_image_of(c, e)) == -1)
		return -1;
	return add_record(b, key, e->key_n, &made);
}

static int
add_entry(struct building *b, const struct mapfile *text,
    struct check *c, const struct mapentry *e)
{
	const unsigned char *key = entry_key(text, e);
	char name[MAP_KEY_MAX];
	struct image_use *u;
	struct making made;

	if (entry_image(text, e, name) == NULL ||
	    (u = check_image(c, name)) == NULL) {
		if (add_line(b, text, c, e) == -1)
			return -1;
		return add_indexes(b, text, e);
	}
	made.n = e->n;
	memcpy(made.bytes, key + e->key_n, e->n);
	if (found_append_image(&made, c, u->name, &u->found) == -1 ||
	    found_append_given(&made, c, u->name, 1) == -1)
		return -1;
	return add_record(b, key, e->key_n, &made);
}

static int
add_image(struct building *b, struct check *c, const struct image_use *u)
{
	unsigned char key[MAP_KEY_MAX];
	size_t key_n = map_key(key, MAP_KEY_IMAGE, u->name, strlen(u->name));
	struct making made = { .n = RECORD_START };

	if (found_append_image(&made, c, u->name, &u->found) == -1)
		return -1;
	return add_record(b, key, key_n, &made);
}

/* The record of boot=menu: what it offers. */
static int
add_menu(struct building *b, const struct check *c)
{
	unsigned char key[MAP_KEY_MAX];
	size_t key_n = map_key(key, MAP_KEY_IMAGE, MAP_IMAGE_MENU,
	    strlen(MAP_IMAGE_MENU));
	struct making made = { .n = RECORD_START };
	const struct image_use *u;
	int once = 0;

	for (u = c->first; u != NULL; u = u->next) {
		if (u->in_menu && found_append(&made, FIELD_BOOT, 0, u->name) == -1)
			return -1;
		once |= u->in_menu && u->line != NULL &&
		    entry_has(u->line, FIELD_ONCE);
	}
	if (once && found_append(&made, FIELD_ONCE, 0, MAP_ONCE_DONE) == -1)
		return -1;
	return add_record(b, key, key_n, &made);
}

/* A file of answers, or a folder of them, at a path of n bytes. */
static int
add_answers_path(struct building *b, const char *path, int is_folder)
{
	unsigned char key[MAP_KEY_MAX];
	char text[PATH_MAX + 1];
	struct making made;
	size_t n;

	n = (size_t)snprintf(text, sizeof(text), "%s%s", path,
	    is_folder ? "/" : "");
	made.n = record_append(made.bytes, sizeof(made.bytes), RECORD_START,
	    FIELD_ANSWERS, 0, text, n);
	if (made.n == 0) {
		errno = ENAMETOOLONG;
		return -1;
	}
	return add_record(b, key, answers_key(text, n, key), &made);
}

/*
 * Which files are answers: these are sent to their clients alone. Where a link leads
 * to one, the path at its end is one as well.
 */
static int
add_answers(struct building *b, const struct check *c)
{
	const struct answers_file *f;

	for (f = c->first_answers; f != NULL; f = f->next)
		if (add_answers_path(b, f->path, f->is_folder) == -1 ||
		    (f->end != NULL &&
		    add_answers_path(b, f->end, f->is_folder) == -1))
			return -1;
	return 0;
}

int
map_build(int fd, const struct mapfile *text, struct check *c)
{
	const unsigned char version_key[] = { MAP_KEY_VERSION };
	unsigned char version[MAP_VERSION_SIZE];
	const struct image_use *u;
	struct building b = { .size = CDB_START_SIZE };
	int result = 0, error;
	uint32_t sum;
	size_t i;

	if (cdb_make_start(&b.cdb, fd) == -1)
		return -1;
	behind_begin(&b.behind, fd);
	map_version(version);
	result = add(&b, version_key, 1, version, sizeof(version));
	for (i = 0; i < text->n && result == 0; i++)
		result = add_entry(&b, text, c, &text->entry[i]);
	for (u = c->first; u != NULL && result == 0; u = u->next)
		if (u->line == NULL && u->exists)
			result = add_image(&b, c, u);
	if (c->menu_entry != NULL && result == 0)
		result = add_menu(&b, c);
	if (result == 0)
		result = add_answers(&b, c);
	/* Both also after a failure: they free what they hold. */
	error = result == -1 ? errno : 0;
	if (cdb_make_finish(&b.cdb) == -1 && error == 0)
		error = errno;
	if (behind_end(&b.behind, &sum) == -1 && error == 0)
		error = errno;
	if (error != 0) {
		errno = error;
		return -1;
	}
	return map_seal(fd, sum);
}
