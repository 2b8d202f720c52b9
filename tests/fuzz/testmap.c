/*
 * cdb(5) as cdb_make_start() and its kin write it, without a file.
 */
#include "testmap.h"

#include <bsd/sys/endian.h>

#include "must.h"

#define TABLE_SIZE 2048

/* Room for more; as much as there is again, since it is asked for often. */
static void
append(struct testmap *t, const void *bytes, size_t n)
{
	if (n > t->size - t->n) {
		t->size = t->n + n > 8192 ? 2 * (t->n + n) : 8192;
		t->bytes = realloc(t->bytes, t->size);
		must(t->bytes != NULL, "no memory");
	}
	if (n > 0)
		memcpy(t->bytes + t->n, bytes, n);
	t->n += n;
}

static void
append_pair(struct testmap *t, size_t a, size_t b)
{
	unsigned char pair[8];

	le32enc(pair, (uint32_t)a);
	le32enc(pair + 4, (uint32_t)b);
	append(t, pair, sizeof(pair));
}

void
testmap_add(struct testmap *t, const unsigned char *key, size_t key_n,
    const unsigned char *bytes, size_t n)
{
	static const unsigned char table[TABLE_SIZE];

	if (t->n == 0)
		append(t, table, sizeof(table));
	if (t->used == TESTMAP_RECORDS)
		return;
	t->record[t->used].hash = cdb_hash(key, (unsigned)key_n);
	t->record[t->used++].at = (unsigned)t->n;
	append_pair(t, key_n, n);
	append(t, key, key_n);
	append(t, bytes, n);
}

/* The slots of one of the 256 tables: twice as many as it has records. */
static void
append_table(struct testmap *t, unsigned which, size_t n)
{
	struct { unsigned hash, at; } slot[2 * TESTMAP_RECORDS];
	size_t i, at;

	memset(slot, 0, n * sizeof(slot[0]));
	for (i = 0; i < t->used && n > 0; i++) {
		if ((t->record[i].hash & 255) != which)
			continue;
		for (at = (t->record[i].hash >> 8) % n; slot[at].at != 0;)
			at = (at + 1) % n;
		slot[at].hash = t->record[i].hash;
		slot[at].at = t->record[i].at;
	}
	le32enc(t->bytes + 8 * which, (uint32_t)t->n);
	le32enc(t->bytes + 8 * which + 4, (uint32_t)n);
	for (i = 0; i < n; i++)
		append_pair(t, slot[i].hash, slot[i].at);
}

void
testmap_end(struct testmap *t)
{
	static const unsigned char table[TABLE_SIZE];
	size_t slots[256] = {0};

	if (t->n == 0)
		append(t, table, sizeof(table));
	for (size_t i = 0; i < t->used; i++)
		slots[t->record[i].hash & 255] += 2;
	for (unsigned i = 0; i < 256; i++)
		append_table(t, i, slots[i]);
	t->bytes = realloc(t->bytes, t->n);
	must(t->bytes != NULL, "no memory");
	t->map.fd = 0;		/* open; nobody reads from it */
	t->map.cdb = (struct cdb){.cdb_fd = -1, .cdb_mem = t->bytes,
	    .cdb_fsize = (unsigned)t->n, .cdb_dend = le32dec(t->bytes)};
}

void
testmap_free(struct testmap *t)
{
	free(t->bytes);
	memset(t, 0, sizeof(*t));
}
