/*
 * The mistakes in one text, gathered so that one run lists them all, in the
 * order of the lines.
 */
#ifndef MISTAKE_H
#define MISTAKE_H

#include <stddef.h>
#include <stdio.h>

#include "mkbootroot/text/origin.h"

struct mistake {
	unsigned line;
	int warning;
	char *text;
	size_t reason;		/* where in it begins what others may share */
};

struct mistakes {
	struct mistake *list;
	size_t n, size;
	size_t errors;		/* without the warnings */
	int no_memory;		/* some could not be kept */
	const struct origins *origins;	/* the parts of the text; NULL: it is
				   one file */
};

/* A mistake in a line; the text of others in it is made visible before. */
void mistake_add(struct mistakes *m, unsigned line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same for what may be meant so. */
void mistake_warn(struct mistakes *m, unsigned line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * Writes "file:line: text" for each, in the order of the lines; the file is the one
 * of the origins, if there are any.
 */
void mistakes_print(struct mistakes *m, const char *file, int warnings,
    FILE *out);
void mistakes_free(struct mistakes *m);

#endif
