/*
 * All keys by which a client could be found, gathered while the text is read
 * and compared at its end: sorted by a hash, the claims of one key lie side
 * by side. A table would be searched at random places for every line, which
 * takes longer than all the rest once it is larger than the cache.
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "map/uuid.h"
#include "mkbootroot/text/hardware.h"
#include "mkbootroot/text/mapclaim.h"
#include "mkbootroot/text/maptext.h"

/*
 * A claim is a hash of the key, an entry's number, and which of the entry's
 * identities is meant, from the upper bits down: sorted, the claims of one
 * hash are in the order of the text.
 */
enum identity { ID_KEY, ID_IP, ID_MAC, ID_SWAPPED, ID_NAME };
#define ID_BITS 3
#define FEW 96		/* claims that are sorted by insertion */

static size_t
claim_entry(uint32_t claim)
{
	return claim >> ID_BITS;
}

static enum identity
claim_id(uint32_t claim)
{
	return (enum identity)(claim & ((1u << ID_BITS) - 1));
}

/* The key of one of an entry's identities; its length, 0: it has it not. */
static size_t
identity_key(const struct mapfile *m, const struct mapentry *e,
    enum identity id, unsigned char key[MAP_KEY_MAX])
{
	static const struct { enum map_field tag; unsigned char letter; }
	    by_field[] = {
		[ID_IP] = { FIELD_IP, MAP_KEY_ADDRESS },
		[ID_MAC] = { FIELD_MAC, MAP_KEY_MAC },
		[ID_NAME] = { FIELD_NAME, MAP_KEY_NAME }
	};
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
	if (!entry_has(e, by_field[id].tag))
		return 0;
	entry_record(m, e, &r);
	record_field(&r, by_field[id].tag, &f);
	return map_key(key, by_field[id].letter, f.text, f.n);
}

/* FNV-1a, and of it the bits that all bytes reach. */
static uint32_t
hash(const unsigned char *key, size_t n)
{
	uint64_t h = 14695981039346656037u;
	size_t i;

	for (i = 0; i < n; i++)
		h = (h ^ key[i]) * 1099511628211u;
	return (uint32_t)((h ^ h >> 32) * 11400714819323198485u >> 32);
}

/* Names that differ only in case lie side by side as well. */
static uint32_t
hash_of(enum identity id, unsigned char key[MAP_KEY_MAX], size_t n)
{
	for (size_t i = 1; id == ID_NAME && i < n; i++)
		key[i] = (unsigned char)tolower(key[i]);
	return hash(key, n);
}

static int
append(struct claims *c, uint64_t claim)
{
	size_t size = c->size + c->size / 4 + 1024;
	uint64_t *list;

	if (c->n == c->size) {
		if ((list = reallocarray(c->list, size,
		    sizeof(*list))) == NULL)
			return -1;
		c->list = list;
		c->size = size;
	}
	c->list[c->n++] = claim;
	return 0;
}

int
claims_add(struct mapfile *m)
{
	const size_t number = m->n - 1;
	unsigned char key[MAP_KEY_MAX];
	enum identity id;
	size_t n;

	if (number > UINT32_MAX >> ID_BITS) {
		errno = EFBIG;
		return -1;
	}
	for (id = ID_KEY; id <= ID_NAME; id++) {
		n = identity_key(m, &m->entry[number], id, key);
		if (n > 0 && append(&m->claims, (uint64_t)hash_of(id, key,
		    n) << 32 | number << ID_BITS | id) == -1)
			return -1;
	}
	return 0;
}

static void
sort_few(uint64_t *list, size_t n)
{
	uint64_t claim;
	size_t i, j;

	for (i = 1; i < n; i++) {
		claim = list[i];
		for (j = i; j > 0 && list[j - 1] > claim; j--)
			list[j] = list[j - 1];
		list[j] = claim;
	}
}

/*
 * Sorts by the byte at `shift` and then by the lower ones. In place, because
 * claims are a good part of what a large map needs in memory.
 */
static void
sort(uint64_t *list, size_t n, unsigned shift)
{
	size_t next[256], end[256] = { 0 }, i, at = 0, byte;
	uint64_t claim, other;

	if (n <= FEW) {
		sort_few(list, n);
		return;
	}
	for (i = 0; i < n; i++)
		end[list[i] >> shift & 255]++;
	for (i = 0; i < 256; i++) {
		next[i] = at;
		end[i] = at += end[i];
	}
	for (i = 0; i < 256; i++)
		while (next[i] < end[i]) {
			claim = list[next[i]];
			while ((byte = claim >> shift & 255) != i) {
				other = list[next[byte]];
				list[next[byte]++] = claim;
				claim = other;
			}
			list[next[i]++] = claim;
		}
	for (i = 0, at = 0; i < 256 && shift > 0; at = end[i++])
		sort(list + at, end[i] - at, shift - 8);
}

/* Whether they claim the same; a name, in whatever case. */
static int
same_key(const struct mapfile *m, uint32_t a, uint32_t b)
{
	unsigned char x[MAP_KEY_MAX], y[MAP_KEY_MAX];
	size_t n = identity_key(m, &m->entry[claim_entry(a)], claim_id(a), x);

	if (n != identity_key(m, &m->entry[claim_entry(b)], claim_id(b), y))
		return 0;
	return claim_id(a) == ID_NAME && claim_id(b) == ID_NAME ?
	    strncasecmp((char *)x, (char *)y, n) == 0 : memcmp(x, y, n) == 0;
}

/*
 * Among n claims with one hash, those that are not the first of their key:
 * each with the first in the lower half.
 */
static int
find_second(const struct mapfile *m, const uint64_t *list, size_t n,
    struct claims *second)
{
	uint32_t claim, first;
	size_t i, j;

	for (i = 1; i < n; i++)
		for (j = 0; j < i; j++) {
			claim = (uint32_t)list[i];
			first = (uint32_t)list[j];
			if (!same_key(m, claim, first))
				continue;
			if (append(second, (uint64_t)claim << 32 |
			    first) == -1)
				return -1;
			break;
		}
	return 0;
}

/* What an entry boots, as a text to compare. */
static const char *
action_of(const struct mapfile *m, const struct mapentry *e)
{
	struct record r;
	struct field f;

	if (entry_has(e, FIELD_LOCAL))
		return "=local";
	if (entry_has(e, FIELD_IGNORE))
		return "=ignore";
	entry_record(m, e, &r);
	return record_field(&r, FIELD_BOOT, &f) ? f.text : "=";
}

/*
 * One name for several cards is one machine; but a machine that boots now
 * this, now that is more likely a name that was copied with its line. And a card
 * whose name has another case is not done when the other one is.
 */
static void
say_second_name(struct mapfile *m, const struct mapentry *e,
    const struct mapentry *first)
{
	char where[ORIGIN_SIZE];
	struct record r, other;
	struct field f, g;

	entry_record(m, e, &r);
	record_field(&r, FIELD_NAME, &f);
	entry_record(m, first, &other);
	record_field(&other, FIELD_NAME, &g);
	origin_line(m->mistakes->origins, first->line, e->line, where);
	if (strcmp(f.text, g.text) != 0)
		mistake_warn(m->mistakes, e->line, "%s stands in %s as %s, which "
		    "is another machine: write both alike", f.text, where,
		    g.text);
	else if (strcmp(action_of(m, e), action_of(m, first)) != 0)
		mistake_warn(m->mistakes, e->line, "%s stands in %s already, "
		    "which boots something else", f.text, where);
}

/* An entry claims what another has claimed: a mistake of its line. */
static void
say_second(struct mapfile *m, uint32_t claim, uint32_t claimed)
{
	struct mapentry *e = &m->entry[claim_entry(claim)];
	const struct mapentry *first = &m->entry[claim_entry(claimed)];
	enum identity id = claim_id(claim);
	unsigned char key[MAP_KEY_MAX];
	char text[KEY_TEXT_SIZE], where[ORIGIN_SIZE];
	size_t n;

	if (first == e)		/* a UUID of palindromes */
		return;
	if (id == ID_NAME) {
		say_second_name(m, e, first);
		return;
	}
	if (id == ID_SWAPPED && e->bad)
		return;		/* said already, of the UUID itself */
	if (id == ID_SWAPPED || claim_id(claimed) == ID_SWAPPED) {
		mistake_add(m->mistakes, e->line, "%s stands in %s "
		    "already, with its first three fields byte-swapped",
		    key_text(entry_key(m, e), e->key_n, text, sizeof(text)),
		    origin_line(m->mistakes->origins, first->line, e->line,
		    where));
	} else {
		n = identity_key(m, e, id, key);
		mistake_add(m->mistakes, e->line, "%s%s stands in %s "
		    "already", id == ID_MAC ? "mac=" : "",
		    key_text(key, n, text, sizeof(text)), origin_line(
		    m->mistakes->origins, first->line, e->line, where));
	}
	e->bad = 1;
}

int
claims_compare(struct mapfile *m)
{
	const uint64_t *list = m->claims.list;
	struct claims second = { 0 };
	size_t i, j, n = m->claims.n;
	int result = 0;

	sort(m->claims.list, n, 56);
	for (i = 0; i < n && result == 0; i = j) {
		for (j = i + 1; j < n && list[i] >> 32 == list[j] >> 32; j++)
			continue;
		if (j - i > 1)
			result = find_second(m, list + i, j - i, &second);
	}
	sort(second.list, second.n, 56);
	for (i = 0; i < second.n && result == 0; i++)
		say_second(m, (uint32_t)(second.list[i] >> 32),
		    (uint32_t)second.list[i]);
	free(second.list);
	return result;
}
