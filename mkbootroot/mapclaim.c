/*
 * A table of all keys by which a client could be found, with the line that
 * was first.
 */
#include <stdlib.h>
#include <string.h>

#include "hardware.h"
#include "mapclaim.h"
#include "maptext.h"
#include "uuid.h"

/*
 * A claim is an entry's number and which of its identities is meant, so
 * that the table costs four bytes for each.
 */
enum identity { ID_KEY, ID_IP, ID_MAC, ID_SWAPPED };
#define CLAIM(number, id) ((uint32_t)((number) << 2 | (size_t)(id)) + 1)
#define CLAIM_ENTRY(c) (((c) - 1) >> 2)
#define CLAIM_ID(c) ((enum identity)(((c) - 1) & 3))

/* The key of one of an entry's identities; its length, 0: it has it not. */
static size_t
identity_key(const struct mapfile *m, const struct mapentry *e,
    enum identity id, unsigned char key[MAP_KEY_MAX])
{
	unsigned char uuid[MAP_KEY_MAX], swapped[16];
	struct record r;
	struct field f;

	if (id == ID_KEY) {
		memcpy(key, entry_key(m, e), e->key_n);
		return e->key_n;
	}
	if (id == ID_SWAPPED) {
		if (*entry_key(m, e) != MAP_KEY_UUID ||
		    map_key_bytes(entry_key(m, e), e->key_n, uuid) == -1)
			return 0;
		uuid_swap(uuid, swapped);
		return map_key(key, MAP_KEY_UUID, swapped, 16);
	}
	entry_record(m, e, &r);
	if (!record_field(&r, id == ID_IP ? FIELD_IP : FIELD_MAC, &f))
		return 0;
	return map_key(key, id == ID_IP ? MAP_KEY_ADDRESS : MAP_KEY_MAC,
	    f.text, f.n);
}

/*
 * FNV-1a, and its upper bits, which all bytes reach: cdb_hash() leaves keys
 * that follow one another side by side, and a table without lists with runs.
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

int
claims_add(struct mapfile *m)
{
	enum identity id;

	for (id = ID_KEY; id <= ID_SWAPPED; id++)
		if (claim(m, id) == -1)
			return -1;
	return 0;
}

void
claims_free(struct mapfile *m)
{
	free(m->claim);
	m->claim = NULL;
	m->claims = m->claim_size = 0;
}
