/*
 * Entity tags. They are strong: another byte is another tag, as far as size
 * and times of a file tell, and these are what a change is noticed by while a
 * file is sent.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "httpd/etag.h"

#define FNV_BEGIN UINT64_C(0xcbf29ce484222325)
#define FNV_PRIME UINT64_C(0x100000001b3)

/* FNV-1a: good enough to tell texts apart that nobody makes alike on purpose. */
static uint64_t
hash_bytes(uint64_t hash, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;

	while (n-- > 0)
		hash = (hash ^ *p++) * FNV_PRIME;
	return hash;
}

static uint64_t
hash_number(uint64_t hash, uint64_t number)
{
	return hash_bytes(hash, &number, sizeof(number));
}

static uint64_t
nanoseconds(const struct timespec *t)
{
	return (uint64_t)t->tv_sec * 1000000000 + (uint64_t)t->tv_nsec;
}

/* Which file, and when anything of it was changed. */
static uint64_t
hash_file(uint64_t hash, const struct stat *s)
{
	hash = hash_number(hash, s->st_dev);
	hash = hash_number(hash, s->st_ino);
	return hash_number(hash, nanoseconds(&s->st_ctim));
}

void
etag_of(const struct bootfile *b, char etag[ETAG_SIZE])
{
	const struct stat *s = &b->segment[0].opened;
	uint64_t hash = FNV_BEGIN;

	if (b->n == 1 && b->segment[0].memory == NULL) {
		(void)snprintf(etag, ETAG_SIZE,
		    "\"%" PRIx64 "-%" PRIx64 "-%" PRIx64 "\"", b->size,
		    nanoseconds(&s->st_mtim), hash_file(hash, s));
		return;
	}
	for (size_t i = 0; i < b->n; i++) {
		s = &b->segment[i].opened;
		hash = hash_number(hash, b->segment[i].size);
		if (b->segment[i].memory != NULL)
			hash = hash_bytes(hash, b->segment[i].memory,
			    (size_t)b->segment[i].size);
		else
			hash = hash_number(hash_file(hash, s),
			    nanoseconds(&s->st_mtim));
	}
	(void)snprintf(etag, ETAG_SIZE, "\"%" PRIx64 "-%" PRIx64 "\"", b->size,
	    hash);
}

int
etag_is_among(const struct piece *list, const char *etag,
    enum etag_comparison comparison)
{
	struct piece element;
	size_t pos = 0;

	if (piece_is(list, "*"))
		return 1;
	while (piece_element(list, &pos, &element)) {
		/* W/"x" is x for those who do not need each byte. */
		if (comparison == ETAG_WEAK && element.n > 2 &&
		    memcmp(element.bytes, "W/", 2) == 0) {
			element.bytes += 2;
			element.n -= 2;
		}
		if (element.n == strlen(etag) &&
		    memcmp(element.bytes, etag, element.n) == 0)
			return 1;
	}
	return 0;
}
