/*
 * A part of a text that somebody else has. Pure.
 */
#ifndef SEE_SLICE_H
#define SEE_SLICE_H

#include <stddef.h>

struct slice {
	const char *p;
	size_t n;
};

int slice_is(struct slice s, const char *word);
int slice_begins(struct slice s, const char *with);
int slice_ends(struct slice s, const char *with);

/* Whether the text stands anywhere in it. */
int slice_has(struct slice s, const char *text);

/* The part behind the first n bytes; nothing where there are fewer. */
struct slice slice_from(struct slice s, size_t n);

/*
 * The part before the next blank, which is taken away from *s together with that
 * one blank.
 */
struct slice slice_word(struct slice *s);

/* The part behind the last "/". */
struct slice slice_base(struct slice path);

/*
 * The value as a person reads it: the octal escapes of log_visible() are bytes
 * again where these are UTF-8 that can be shown; all others stay as they are, so
 * that no terminal is told anything. Cut to fit, between characters. Returns buf.
 */
char *slice_plain(struct slice s, char *buf, size_t size);

/* The bytes as they are, cut to fit. Returns buf. */
char *slice_copy(struct slice s, char *buf, size_t size);

#endif
