/*
 * A text that is put together piece by piece. Pure.
 */
#ifndef APPEND_H
#define APPEND_H

#include <stdarg.h>
#include <stddef.h>

struct append {
	char *buf;		/* size bytes, and a NUL behind its n first */
	size_t size, n;
	int full;		/* a piece had no room */
};

/* Begins behind the text that is in buf. */
struct append append_begin(char *buf, size_t size);

/* Adds a piece as a whole, or not at all; behind one that had no room, none. */
void append(struct append *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The same, but that of a piece what there is room for is added. */
void append_cut(struct append *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void append_args(struct append *a, const char *format, va_list ap)
    __attribute__((format(printf, 2, 0)));

/* Makes of size bytes "WHAT: reason", the reason out of an errno; 0: "WHAT". */
void append_failure(char *buf, size_t size, int error, const char *format,
    va_list ap) __attribute__((format(printf, 4, 0)));

#endif
