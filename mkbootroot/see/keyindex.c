/*
 * A table of hashes: each line of the log looks up three keys, and a tree would
 * take most of the time that lines take. Its seed is random, so nobody can choose
 * keys that all begin at one place.
 */
#include <bsd/stdlib.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/see/keyindex.h"

#define SLOTS 1024		/* at first; a power of two */

struct slot {
	uint32_t hash;
	struct machine *machine;
	char *text;		/* the kind first; NULL: nothing is here */
};

struct keyindex {
	struct slot *slot;
	size_t size, n;
	uint32_t seed;
};

struct keyindex *
keyindex_open(void)
{
	struct keyindex *k = calloc(1, sizeof(*k));

	if (k == NULL || (k->slot = calloc(SLOTS, sizeof(*k->slot))) == NULL) {
		free(k);
		return NULL;
	}
	k->size = SLOTS;
	k->seed = arc4random();
	return k;
}

void
keyindex_close(struct keyindex *k)
{
	size_t i;

	if (k == NULL)
		return;
	for (i = 0; i < k->size; i++)
		free(k->slot[i].text);
	free(k->slot);
	free(k);
}

/* FNV-1a. */
static uint32_t
hash_of(const struct keyindex *k, char kind, const char *text)
{
	uint32_t hash = (k->seed ^ (unsigned char)kind) * UINT32_C(16777619);

	for (; *text != '\0'; text++)
		hash = (hash ^ (unsigned char)*text) * UINT32_C(16777619);
	return hash ^ hash >> 15;
}

/* Where the key is, or would be put. */
static struct slot *
place(const struct keyindex *k, uint32_t hash, char kind, const char *text)
{
	size_t i = hash & (k->size - 1);
	struct slot *s;

	for (;; i = (i + 1) & (k->size - 1)) {
		s = &k->slot[i];
		if (s->text == NULL || (s->hash == hash &&
		    s->text[0] == kind && strcmp(s->text + 1, text) == 0))
			return s;
	}
}

struct machine *
keyindex_find(const struct keyindex *k, char kind, const char *text)
{
	const struct slot *s = place(k, hash_of(k, kind, text), kind, text);

	return s->text == NULL ? NULL : s->machine;
}

/* Twice as many slots. -1: errno, and all is as it was. */
static int
grow(struct keyindex *k)
{
	struct keyindex more = { .size = 2 * k->size, .n = k->n,
	    .seed = k->seed };
	const struct slot *s;
	size_t i;

	if ((more.slot = calloc(more.size, sizeof(*more.slot))) == NULL)
		return -1;
	for (i = 0; i < k->size; i++) {
		s = &k->slot[i];
		if (s->text != NULL)
			*place(&more, s->hash, s->text[0], s->text + 1) = *s;
	}
	free(k->slot);
	*k = more;
	return 0;
}

int
keyindex_lead(struct keyindex *k, char kind, const char *text,
    struct machine *m)
{
	const uint32_t hash = hash_of(k, kind, text);
	const size_t n = strlen(text);
	struct slot *s = place(k, hash, kind, text);

	if (s->text == NULL) {
		/* A fourth stays empty, so that each search ends soon. */
		if (k->n >= k->size / 4 * 3) {
			if (grow(k) == -1)
				return -1;
			s = place(k, hash, kind, text);
		}
		if ((s->text = malloc(n + 2)) == NULL)
			return -1;
		s->text[0] = kind;
		memcpy(s->text + 1, text, n + 1);
		s->hash = hash;
		k->n++;
	}
	s->machine = m;
	return 0;
}
