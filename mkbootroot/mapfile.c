/*
 * The text into lines, the lines into entries; what may be there only once
 * is claimed by the first line that says it.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "hardware.h"
#include "mapfile.h"
#include "mapline.h"
#include "maptext.h"

/*
 * A claim is an entry's number and which of its identities is meant, so
 * that the table costs four bytes for each.
 */
enum identity { ID_KEY, ID_IP, ID_MAC, ID_SWAPPED };
#define CLAIM(number, id) ((uint32_t)((number) << 2 | (size_t)(id)) + 1)
#define CLAIM_ENTRY(c) (((c) - 1) >> 2)
#define CLAIM_ID(c) ((enum identity)(((c) - 1) & 3))
#define ENTRIES_MAX (UINT32_MAX / 4 - 1)

const unsigned char *
entry_key(const struct mapfile *m, const struct mapentry *e)
{
	return m->arena + e->at;
}

void
entry_record(const struct mapfile *m, const struct mapentry *e,
    struct record *r)
{
	memset(r, 0, sizeof(*r));
	r->bytes = m->arena + e->at + e->key_n + RECORD_START;
	r->n = (size_t)e->n - RECORD_START;
	memcpy(r->key, entry_key(m, e), e->key_n);
	r->key_n = e->key_n;
}

/* The key of one of an entry's identities; its length, 0: it has it not. */
static size_t
identity_key(const struct mapfile *m, const struct mapentry *e,
    enum identity id, unsigned char key[MAP_KEY_MAX])
{
	struct record r;
	struct field f;

	if (id == ID_KEY) {
		memcpy(key, entry_key(m, e), e->key_n);
		return e->key_n;
	}
	if (id == ID_SWAPPED) {
		if (*entry_key(m, e) != MAP_KEY_UUID)
			return 0;
		key[0] = MAP_KEY_UUID;
		uuid_swap(entry_key(m, e) + 1, key + 1);
		return 17;
	}
	entry_record(m, e, &r);
	if (!record_field(&r, id == ID_IP ? FIELD_IP : FIELD_MAC, &f))
		return 0;
	key[0] = id == ID_IP ? MAP_KEY_ADDRESS : MAP_KEY_MAC;
	memcpy(key + 1, f.text, f.n);
	return 1 + f.n;
}

/*
 * FNV-1a, and its upper bits, which all bytes reach: cdb_hash() gives the
 * same for many of the addresses that follow one another.
 */
static size_t
hash(const unsigned char *key, size_t n, size_t size)
{
	uint64_t h = 14695981039346656037u;
	size_t i;

	for (i = 0; i < n; i++)
		h = (h ^ key[i]) * 1099511628211u;
	return (size_t)((h ^ h >> 32) * 11400714819323198485u >> 32) &
	    (size - 1);
}

/* The slot where a key is claimed, or the free one where it may be. */
static size_t
claim_slot(const struct mapfile *m, const unsigned char *key, size_t n)
{
	unsigned char other[MAP_KEY_MAX];
	size_t slot, other_n;
	uint32_t c;

	slot = hash(key, n, m->claim_size);
	while ((c = m->claim[slot]) != 0) {
		other_n = identity_key(m, &m->entry[CLAIM_ENTRY(c)],
		    CLAIM_ID(c), other);
		if (other_n == n && memcmp(key, other, n) == 0)
			break;
		slot = (slot + 1) & (m->claim_size - 1);
	}
	return slot;
}

static int
claims_grow(struct mapfile *m)
{
	size_t size = m->claim_size == 0 ? 1024 : 2 * m->claim_size;
	unsigned char key[MAP_KEY_MAX];
	uint32_t *old = m->claim, *claim;
	size_t i, n, old_size = m->claim_size;

	if ((claim = calloc(size, sizeof(*claim))) == NULL)
		return -1;
	m->claim = claim;
	m->claim_size = size;
	for (i = 0; i < old_size; i++)
		if (old[i] != 0) {
			n = identity_key(m, &m->entry[CLAIM_ENTRY(old[i])],
			    CLAIM_ID(old[i]), key);
			m->claim[claim_slot(m, key, n)] = old[i];
		}
	free(old);
	return 0;
}

/* Claims one identity for the newest entry; a second claim is a mistake. */
static int
claim(struct mapfile *m, enum identity id)
{
	struct mapentry *e = &m->entry[m->n - 1], *first;
	unsigned char key[MAP_KEY_MAX];
	char text[KEY_TEXT_SIZE];
	size_t n, slot;

	if ((n = identity_key(m, e, id, key)) == 0)
		return 0;
	if (m->claims >= m->claim_size / 4 * 3 && claims_grow(m) == -1)
		return -1;
	slot = claim_slot(m, key, n);
	if (m->claim[slot] == 0) {
		m->claim[slot] = CLAIM(m->n - 1, id);
		m->claims++;
		return 0;
	}
	first = &m->entry[CLAIM_ENTRY(m->claim[slot])];
	if (first == e)		/* mac= of a line; a UUID of palindromes */
		return 0;
	if (id == ID_SWAPPED && e->bad)
		return 0;	/* said already, of the UUID itself */
	if (id == ID_SWAPPED || CLAIM_ID(m->claim[slot]) == ID_SWAPPED) {
		mistake_add(m->mistakes, e->line, "%s stands in line %u "
		    "already, with its first three fields byte-swapped",
		    key_text(entry_key(m, e), e->key_n, text, sizeof(text)),
		    (unsigned)first->line);
	} else {
		mistake_add(m->mistakes, e->line, "%s%s stands in line %u "
		    "already", id == ID_MAC ? "mac=" : "",
		    key_text(key, n, text, sizeof(text)),
		    (unsigned)first->line);
	}
	e->bad = 1;
	return 0;
}

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
	if (m->n >= ENTRIES_MAX || n > UINT32_MAX - m->arena_n) {
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
	enum identity id;
	struct mapentry *e;

	if (make_room(m, key_n + d->n) == -1)
		return -1;
	e = &m->entry[m->n++];
	*e = (struct mapentry){ .line = d->line, .at = (uint32_t)m->arena_n,
	    .n = (uint16_t)d->n, .key_n = (uint8_t)key_n,
	    .bad = d->bad != 0 };
	memcpy(m->arena + m->arena_n, key, key_n);
	m->arena_n += key_n;
	memset(m->arena + m->arena_n, 0, RECORD_START);
	memcpy(m->arena + m->arena_n + RECORD_START,
	    d->record + RECORD_START, d->n - RECORD_START);
	m->arena_n += d->n;
	for (id = ID_KEY; id <= ID_SWAPPED; id++)
		if (claim(m, id) == -1)
			return -1;
	return 0;
}

static int
line_take(struct mapfile *m, const char *s, size_t n)
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
	d.initrds = d.dns = 0;
	if (m->overlong) {
		draft_mistake(&d, "the line is too long, at most %d bytes",
		    MAPFILE_LINE_MAX);
		m->overlong = 0;
		return 0;
	}
	if (mapline_parse(&d, s, n, m->word, key, &key_n) == 0)
		return 0;
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
		if (line_take(m, m->pending, m->pending_n) == -1)
			return -1;
		m->pending_n = 0;
		bytes += line_n + 1;
		n -= line_n + 1;
	}
	return 0;
}

int
mapfile_end(struct mapfile *m)
{
	if (m->pending_n == 0 && !m->overlong)
		return 0;
	return line_take(m, m->pending, m->pending_n);
}

void
mapfile_free(struct mapfile *m)
{
	free(m->entry);
	free(m->arena);
	free(m->claim);
	mapfile_begin(m, m->mistakes);
}

const struct mapentry *
mapfile_find(const struct mapfile *m, const unsigned char *key, size_t n)
{
	uint32_t c;

	if (m->claim_size == 0)
		return NULL;
	c = m->claim[claim_slot(m, key, n)];
	return c == 0 || CLAIM_ID(c) != ID_KEY ? NULL :
	    &m->entry[CLAIM_ENTRY(c)];
}
