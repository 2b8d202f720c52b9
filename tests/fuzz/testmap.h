/*
 * A compiled map in memory of its very size, where a byte behind its end is a
 * mistake that the sanitizer sees.
 */
#ifndef TESTMAP_H
#define TESTMAP_H

#include "map/map.h"

#define TESTMAP_RECORDS 64

struct testmap {
	struct map map;		/* for the functions that read one */
	unsigned char *bytes;
	size_t n, size;
	size_t used;		/* records */
	struct { unsigned hash, at; } record[TESTMAP_RECORDS];
};

/* Begin with *t all zero; add records; then end it. */
void testmap_add(struct testmap *t, const unsigned char *key, size_t key_n,
    const unsigned char *bytes, size_t n);
void testmap_end(struct testmap *t);
void testmap_free(struct testmap *t);

/* The records of a text of clients(5), with their indexes. */
void testmap_add_text(struct testmap *t, const char *text);

#endif
