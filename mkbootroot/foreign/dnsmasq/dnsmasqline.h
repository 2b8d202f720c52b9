/*
 * A line of dnsmasq(8)'s configuration, as dnsmasq reads one: quotes and their
 * escapes, comments, "key=value", and the pieces of the value between its commas.
 * Pure.
 */
#ifndef DNSMASQLINE_H
#define DNSMASQLINE_H

#include <stddef.h>

/* In quotes no byte has a meaning: neither for commas, nor as tag or number. */
struct piece {
	const char *text;
	size_t bare;		/* the bytes before the first one in quotes */
};

/*
 * What a line says. tag and set have room for all pieces: who reads the value
 * gathers there which tags it asks for ("x", "!x", "#x"), and which it gives.
 */
struct entry {
	unsigned from;
	const char *key;	/* NULL: the line is of a file of values */
	struct piece *piece;
	size_t n, at;		/* at: the first piece behind the tags */
	const char **tag, **set;
	size_t tags, sets;
	struct asked *asked;	/* the same as numbers, see entry_number() */
	unsigned *given;
	int is_told;		/* somebody who was asked for is told it */
};

/*
 * Reads a line, which is changed, and into which the texts point. NULL: it is
 * good, and has no key and no piece if there is nothing in it; else what dnsmasq
 * has against it. e->n is 0 for a key without value. entry_free() in any case.
 */
const char *entry_read(struct entry *e, unsigned from, char *line,
    int is_value);
void entry_free(struct entry *e);

/* What follows a prefix of which nothing is in quotes; NULL: not so. */
const char *piece_behind(const struct piece *p, const char *prefix);

/* Whether all bytes are digits out of quotes, or there are none. */
int piece_is_number(const struct piece *p);

#endif
