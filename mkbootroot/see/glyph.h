/*
 * A character as a terminal shows it.
 */
#ifndef GLYPH_H
#define GLYPH_H

#include <stddef.h>

struct glyph {
	size_t n;		/* bytes of the text that it stands for */
	unsigned columns;
	size_t shown_n;
	char shown[8];
};

/*
 * The first one of n > 0 bytes, in the locale of this process. What it cannot
 * show, or what would do something to the terminal, is \ooo, byte by byte.
 */
void glyph_next(const char *text, size_t n, struct glyph *g);

/* How many columns n bytes take. */
unsigned glyph_columns(const char *text, size_t n);

#endif
