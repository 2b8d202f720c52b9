/*
 * Lines that may be more than a part of the screen has: which of them are seen
 * depends on how far they were scrolled.
 */
#ifndef SHEET_H
#define SHEET_H

#include "mkbootroot/see/picture.h"

struct sheet {
	struct picture *picture;
	unsigned from, end;	/* lines of the picture; end is behind them */
	size_t scrolled;	/* lines above the first that is seen */
	size_t n;		/* lines until now */
};

void sheet_begin(struct sheet *s, struct picture *p, unsigned from,
    unsigned end, size_t scrolled);

/* The next line; NULL: it is not seen. */
struct picture_line *sheet_line(struct sheet *s);

/* A text, wrapped, behind so many blanks but for the first line. */
void sheet_text(struct sheet *s, enum tone tone, unsigned indent,
    const char *text);

/* By how much it may be scrolled, now that all lines were counted. */
size_t sheet_scrolls(const struct sheet *s);

#endif
