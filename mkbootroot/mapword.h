/*
 * One word of a line of clients(5) as a field of its record.
 */
#ifndef MAPWORD_H
#define MAPWORD_H

#include <stddef.h>
#include <stdint.h>

#include "map.h"
#include "mistake.h"

/* What a line is about; a set, because words belong to several. */
enum subject {
	SUBJECT_MAC = 1,
	SUBJECT_UUID = 2,
	SUBJECT_PREFIX = 4,
	SUBJECT_DEFAULT = 8,
	SUBJECT_NET = 16,
	SUBJECT_IMAGE = 32,
	SUBJECT_UNKNOWN = 63	/* after a mistake in WHO: all words do */
};

/* A record while its line is read. */
struct draft {
	struct mistakes *mistakes;
	uint32_t line;
	enum subject subject;
	int bad;
	int full;		/* the record is too long: said once */
	const char *action;	/* the word, to name it */
	unsigned initrds, dns;
	size_t n;		/* bytes of record */
	unsigned char record[MAP_RECORD_MAX];
};

/*
 * Adds the word `name` with its value (NULL: without "=") to the draft;
 * what is wrong with it becomes a mistake.
 */
void word_add(struct draft *d, const char *name, const char *value);

/* Appends a field; a record that becomes too long is a mistake. */
void draft_append(struct draft *d, enum map_field tag, unsigned arch,
    const void *bytes, size_t n);

/* A mistake in the draft's line. */
void draft_mistake(struct draft *d, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The known word that is nearest to one that is not; NULL: none is near. */
const char *word_near(const char *name);

#endif
