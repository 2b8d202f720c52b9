/*
 * The tables "What a reason means, and what to do" of doc/operating.md, which are
 * the source of this. Pure.
 */
#ifndef SEE_REMEDYTABLE_H
#define SEE_REMEDYTABLE_H

#include <stddef.h>

#include "mkbootroot/see/logline.h"

struct remedy_row {
	enum logline_program program;
	int is_hint;
	const char *words;	/* reasons or hints, with blanks between them;
				   "-N" at the end of one is any number */
	const char *remedy;	/* what is typed stands in backticks */
};

/* NULL: there is no such row. */
const struct remedy_row *remedytable_row(size_t i);

#endif
