/*
 * Patterns for the names of files: matched in one pass, without ever going
 * back, so that no name can make one slow. Pure.
 *
 *	*	any bytes, also none, also slashes; as many as there can be
 *	?	any byte
 *	[a-f.]	one of these bytes; [^/] any but these; []] and [^]] are "]"
 *	(...)	a group: what matched it can be had
 *	^ $	as the first, the last byte: the beginning, the end of the name
 *
 * Any other byte is itself. A pattern may match anywhere in a name: the first
 * place counts, and there the longest match, as with regex(7).
 */
#ifndef PATTERN_H
#define PATTERN_H

#include <stddef.h>

#define PATTERN_MAX 255		/* bytes of a pattern */
#define PATTERN_GROUPS 9
#define PATTERN_STARS 9

struct pattern_match {
	/* Of group 0, which is the whole, and the others in their order. */
	size_t begin[PATTERN_GROUPS + 1], end[PATTERN_GROUPS + 1];
};

/* NULL, or why this is no pattern: "has a [ without its ]". */
const char *pattern_reason(const char *pattern);

/* The bytes of the class that begins with the [ at s; 0: it does not end. */
size_t pattern_class(const char *s, size_t n);

/* How many groups a pattern has. */
unsigned pattern_groups(const char *pattern);

/* The bytes that every match has; 0 for a pattern with a star, too. */
size_t pattern_width(const char *pattern);

/*
 * Looks for the pattern in the n bytes of a name, from a place on. nocase:
 * ASCII letters match in either case. 1: *m is set; 0: there is no match. A
 * pattern that pattern_reason() refuses matches something or nothing.
 */
int pattern_match(const char *pattern, int nocase, const char *name, size_t n,
    size_t from, struct pattern_match *m);

#endif
