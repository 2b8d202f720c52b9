/*
 * Records in the order of the text, then images that no line speaks of, as
 * they were first named.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "map/arch.h"
#include "map/mapseal.h"
#include "mkbootroot/check/mapbehind.h"
#include "mkbootroot/check/mapwrite.h"
#include "mkbootroot/image/loaderfile.h"

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

/* A record being made, with what was found in its image. */
struct making {
	unsigned char bytes[MAP_RECORD_MAX];
	size_t n;
};

static int
append(struct making *r, enum map_field tag, unsigned arch, const char *text)
{
	size_t n = record_append(r->bytes, sizeof(r->bytes), r->n,
	    (unsigned char)(tag | FIELD_FOUND), arch, text, strlen(text));

	if (n == 0) {
		errno = EOVERFLOW;
		return -1;
	}
	r->n = n;
	return 0;
}

/* Whether the image's own line gives a field, for this arch. */
static int
given(const struct making *r, enum map_field tag, unsigned arch)
{
	struct record given = { .bytes = r->bytes + RECORD_START,
	    .n = r->n - RECORD_START };
	struct field f;
	size_t pos = 0;

	while (record_next(&given, &pos, &f) == 1)
		if (f.tag == tag && f.arch == arch && !f.found)
			return 1;
	return 0;
}

/* Whom a loader that was found asks for its files. */
static int
append_asks(struct making *r, const struct image_file *f)
{
	switch (f->chain.asks) {
	case ASKS_DHCP:
		return append(r, FIELD_ASKS, f->arch, MAP_ASKS_DHCP);
	case ASKS_PROXY:
		/* Only a sound one is good enough for others. */
		return f->chain.doubt[0] != '\0' || f->lacks_next ? 0 :
		    append(r, FIELD_ASKS, f->arch, MAP_ASKS_PROXY);
	default:
		return 0;
	}
}

/* The same of a loader that the image's line names. */
static int
append_asks_given(struct making *r, const struct check *c,
    const struct image_use *u)
{
	char path[MAP_NAME_MAX + 1 + MAP_TEXT_MAX + 1];
	const struct record line = { .bytes = r->bytes + RECORD_START,
	    .n = r->n - RECORD_START };
	struct loaderfile file;
	struct field f;
	size_t pos = 0;

	while (record_next(&line, &pos, &f) == 1) {
		if (f.tag != FIELD_FILE || f.found || !arch_is_efi(f.arch) ||
		    strstr(f.text, "://") != NULL)
			continue;
		snprintf(path, sizeof(path), "%s%s%s", *f.text == '/' ? "" :
		    u->name, *f.text == '/' ? "" : "/", f.text +
		    strspn(f.text, "/"));
		if (loaderfile_read(c->rootfd, path, &file) == 0 &&
		    file.chain.asks == ASKS_DHCP &&
		    append(r, FIELD_ASKS, f.arch, MAP_ASKS_DHCP) == -1)
			return -1;
	}
	return 0;
}

/*
 * What was found goes behind what the line gives, and only where the line
 * is silent; an initrd that was found belongs to the kernel that was found.
 */
static int
append_found(struct making *r, const struct image *im)
{
	int kernel = !given(r, FIELD_KERNEL, 0);
	int initrd = kernel && !given(r, FIELD_INITRD, 0);
	size_t i;

	for (i = 0; i < im->files; i++)
		if (!given(r, FIELD_FILE, im->file[i].arch) &&
		    append(r, FIELD_FILE, im->file[i].arch,
		    im->file[i].path) == -1)
			return -1;
	for (i = 0; i < im->grubs; i++)
		if (append(r, FIELD_GRUB, im->grub[i].arch,
		    im->grub[i].path) == -1)
			return -1;
	if (kernel && im->kernel[0] != '\0' &&
	    append(r, FIELD_KERNEL, 0, im->kernel) == -1)
		return -1;
	if (initrd && im->initrd[0] != '\0' &&
	    append(r, FIELD_INITRD, 0, im->initrd) == -1)
		return -1;
	if (im->preseed && !given(r, FIELD_PRESEED, 0) &&
	    append(r, FIELD_PRESEED, 0, IMAGE_PRESEED) == -1)
		return -1;
	if (im->own_config && append(r, FIELD_OWN_CONFIG, 0, "") == -1)
		return -1;
	for (i = 0; i < im->files; i++)
		if (!given(r, FIELD_FILE, im->file[i].arch) &&
		    append_asks(r, &im->file[i]) == -1)
			return -1;
	return 0;
}

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

static int
add_entry(struct building *b, const struct mapfile *text,
    const struct check *c, const struct mapentry *e)
{
	const unsigned char *key = entry_key(text, e);
	char name[MAP_KEY_MAX];
	struct image_use *u;
	struct making made;

	if (entry_image(text, e, name) == NULL ||
	    (u = check_image(c, name)) == NULL) {
		if (add(b, key, e->key_n, key + e->key_n, e->n) == -1)
			return -1;
		return add_indexes(b, text, e);
	}
	made.n = e->n;
	memcpy(made.bytes, key + e->key_n, e->n);
	if (append_found(&made, &u->found) == -1 ||
	    append_asks_given(&made, c, u) == -1)
		return -1;
	return add_record(b, key, e->key_n, &made);
}

static int
add_image(struct building *b, const struct image_use *u)
{
	unsigned char key[MAP_KEY_MAX];
	size_t key_n = map_key(key, MAP_KEY_IMAGE, u->name, strlen(u->name));
	struct making made = { .n = RECORD_START };

	if (append_found(&made, &u->found) == -1)
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

	for (u = c->first; u != NULL; u = u->next)
		if (u->in_menu && append(&made, FIELD_BOOT, 0, u->name) == -1)
			return -1;
	return add_record(b, key, key_n, &made);
}

int
map_build(int fd, const struct mapfile *text, const struct check *c)
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
			result = add_image(&b, u);
	if (c->menu_entry != NULL && result == 0)
		result = add_menu(&b, c);
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
