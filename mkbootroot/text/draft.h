/*
 * A record while its line of clients(5) is read.
 */
#ifndef DRAFT_H
#define DRAFT_H

#include <stddef.h>
#include <stdint.h>

#include "map/map.h"
#include "mkbootroot/text/mistake.h"

/* What a line is about; a set, because words belong to several. */
enum subject {
	SUBJECT_MAC = 1,
	SUBJECT_UUID = 2,
	SUBJECT_PREFIX = 4,
	SUBJECT_DEFAULT = 8,
	SUBJECT_NET = 16,
	SUBJECT_IMAGE = 32,
	SUBJECT_REMAP = 64,
	SUBJECT_GROUP = 128,
	SUBJECT_UNKNOWN = 255	/* after a mistake in WHO: all words do */
};

struct draft {
	struct mistakes *mistakes;
	uint32_t line;
	enum subject subject;
	int bad;
	int full;		/* the record is too long: said once */
	const char *action;	/* the word, to name it */
	unsigned initrds, dns, servers;
	int in_args;		/* behind args= with one argument */
	int class_is_wrong;	/* the last class= was a mistake */
	unsigned remaps;	/* the remap lines before this one */
	uint64_t tags;		/* of the fields so far: bit 1 << tag */
	size_t n;		/* bytes of record */
	unsigned char record[MAP_RECORD_MAX];
};

/* Appends a field; a record that becomes too long is a mistake. */
void draft_append(struct draft *d, enum map_field tag, unsigned arch,
    const void *bytes, size_t n);

/* The fields that the draft has so far; they are its own bytes. */
struct record draft_record(const struct draft *d);

/* Whether the draft has a field already, for this arch. */
int draft_has(const struct draft *d, enum map_field tag, unsigned arch);

/* Whether the draft has this field with these bytes. */
int draft_has_value(const struct draft *d, enum map_field tag,
    const void *bytes, size_t n);

/* What lines of the draft's subject are called. */
const char *draft_subject(const struct draft *d);

/* A mistake in the draft's line. */
void draft_mistake(struct draft *d, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
