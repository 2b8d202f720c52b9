/*
 * The lines of a request's head behind its first one (RFC 9110 section 5,
 * RFC 9112 section 5), and the elements of a value that is a list. Pure.
 */
#ifndef FIELDS_H
#define FIELDS_H

#include <stddef.h>

/* Bytes where they lie, in the head. */
struct piece {
	const char *bytes;
	size_t n;
};

/* Well-formed lines, each with its CRLF; they lie in the head. */
struct fields {
	const char *bytes;
	size_t n;
};

/* Whether n bytes are such lines: 1 or 0. No line is continued. */
int fields_are_good(const char *bytes, size_t n);

/*
 * The next line with this name, in any case: *pos begins at 0. 1: *value is
 * set, without the blanks around it; 0: there is none.
 */
int fields_next(const struct fields *f, size_t *pos, const char *name,
    struct piece *value);

/* How many lines have this name; *value is that of the first. */
size_t fields_value(const struct fields *f, const char *name,
    struct piece *value);

/*
 * The next element of a list with commas; commas in quotes do not count, and
 * elements that are empty are passed over. *pos begins at 0. 1 or 0: no more.
 */
int piece_element(const struct piece *list, size_t *pos,
    struct piece *element);

/* Whether the piece is this word, in any case. */
int piece_is(const struct piece *p, const char *word);

/* Whether bytes are a token (RFC 9110 section 5.6.2), which is never empty. */
int piece_is_token(const struct piece *p);

#endif
