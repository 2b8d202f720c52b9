/*
 * The text into lines, the lines into entries.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/text/mapclaim.h"
#include "mkbootroot/text/mapfile.h"
#include "mkbootroot/text/mapgroup.h"
#include "mkbootroot/text/mapline.h"

/* Room for one more entry with n bytes. 0; -1: errno. */
static int
make_room(struct mapfile *m, size_t n)
{
	struct mapentry *entry;
	unsigned char *arena;
	size_t size;

	if (m->n == m->size) {
		size = m->size + m->size / 4 + 1024;
		entry = reallocarray(m->entry, size, sizeof(*entry));
		if (entry == NULL)
			return -1;
		m->entry = entry;
		m->size = size;
	}
	if (n > UINT32_MAX - m->arena_n) {
		errno = EFBIG;	/* cdb(5) has offsets of 32 bits */
		return -1;
	}
	if (n > m->arena_size - m->arena_n) {
		size = m->arena_size + m->arena_size / 4 + 65536;
		if ((arena = realloc(m->arena, size)) == NULL)
			return -1;
		m->arena = arena;
		m->arena_size = size;
	}
	return 0;
}

static int
entry_add(struct mapfile *m, const struct draft *d, const unsigned char *key,
    size_t key_n)
{
	struct mapentry *e;

	if (make_room(m, key_n + d->n) == -1)
		return -1;
	e = &m->entry[m->n++];
	*e = (struct mapentry){ .line = d->line, .at = (uint32_t)m->arena_n,
	    .n = (uint16_t)d->n, .key_n = (uint8_t)key_n,
	    .bad = d->bad != 0, .tags = d->tags };
	memcpy(m->arena + m->arena_n, key, key_n);
	m->arena_n += key_n;
	memcpy(m->arena + m->arena_n, d->record, d->n);
	record_seal(m->arena + m->arena_n, d->n);
	m->arena_n += d->n;
	return claims_add(m);
}

int
entry_replace(struct mapfile *m, struct mapentry *e, unsigned char *record,
    size_t n)
{
	struct record r = {.bytes = record + RECORD_START,
	    .n = n - RECORD_START};
	struct field f;
	size_t pos = 0;

	if (n > e->n) {
		/* Behind all others, with its key. */
		if (make_room(m, e->key_n + n) == -1)
			return -1;
		memcpy(m->arena + m->arena_n, m->arena + e->at, e->key_n);
		e->at = (uint32_t)m->arena_n;
		m->arena_n += e->key_n + n;
	}
	e->n = (uint16_t)n;
	e->tags = 0;
	while (record_next(&r, &pos, &f) == 1)
		e->tags |= (uint64_t)1 << f.tag;
	memcpy(m->arena + e->at + e->key_n, record, n);
	record_seal(m->arena + e->at + e->key_n, n);
	return 0;
}

static int
line_take(struct mapfile *m)
{
	unsigned char key[MAP_KEY_MAX];
	struct draft d;
	size_t key_n;

	m->line++;
	d.mistakes = m->mistakes;
	d.line = m->line;
	d.subject = SUBJECT_UNKNOWN;
	d.bad = d.full = 0;
	d.action = NULL;
	d.initrds = d.dns = d.servers = 0;
	d.remaps = m->remaps;
	d.tags = 0;
	if (m->overlong) {
		draft_mistake(&d, "the line is too long, at most %d bytes",
		    MAPFILE_LINE_MAX);
		m->overlong = 0;
		return 0;
	}
	if (mapline_parse(&d, m->pending, m->pending_n, key, &key_n) == 0)
		return 0;
	m->remaps += *key == MAP_KEY_REMAP;
	return entry_add(m, &d, key, key_n);
}

void
mapfile_begin(struct mapfile *m, struct mistakes *mistakes)
{
	memset(m, 0, sizeof(*m));
	m->mistakes = mistakes;
}

/* Keeps the beginning of a line until its end arrives. */
static void
gather(struct mapfile *m, const char *bytes, size_t n)
{
	if (n > MAPFILE_LINE_MAX - m->pending_n)
		m->overlong = 1;
	if (m->overlong)
		return;
	memcpy(m->pending + m->pending_n, bytes, n);
	m->pending_n += n;
}

int
mapfile_feed(struct mapfile *m, const char *bytes, size_t n)
{
	const char *end;
	size_t line_n;

	while (n > 0) {
		end = memchr(bytes, '\n', n);
		line_n = end == NULL ? n : (size_t)(end - bytes);
		gather(m, bytes, line_n);
		if (end == NULL)
			return 0;
		if (line_take(m) == -1)
			return -1;
		m->pending_n = 0;
		bytes += line_n + 1;
		n -= line_n + 1;
	}
	return 0;
}

static void
claims_free(struct mapfile *m)
{
	free(m->claims.list);
	m->claims = (struct claims){ 0 };
}

int
mapfile_line_end(struct mapfile *m)
{
	if (m->pending_n == 0 && !m->overlong)
		return 0;
	if (line_take(m) == -1)
		return -1;
	m->pending_n = 0;
	return 0;
}

int
mapfile_end(struct mapfile *m)
{
	int result = mapfile_line_end(m);

	if (result == 0)
		result = claims_compare(m);
	if (result == 0)
		result = groups_find(m);
	claims_free(m);
	return result;
}

void
mapfile_free(struct mapfile *m)
{
	free(m->entry);
	free(m->arena);
	claims_free(m);
	mapfile_begin(m, m->mistakes);
}
