/*
 * A report as one page of HTML that needs nothing else, and no script to be
 * read. Pure but for memory: it prints.
 */
#ifndef PAGE_H
#define PAGE_H

#include <stdio.h>

#include "mkbootroot/see/report/past.h"

struct page {
	FILE *out;
	const struct past *past;
	const char *source;		/* what was read, in words */
	unsigned long lines;		/* of our programs */
	unsigned long unreadable, timeless, cut;
	unsigned long lost_machines;	/* there was no room for */
	int64_t now_us;
};

/* -1: no memory; what is printed is not whole then. */
int page_write(const struct page *p);

#endif
