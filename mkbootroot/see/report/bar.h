/*
 * The bars and marks of one picture. What is too small to be told from its
 * neighbour is one bar with it. Pure: it prints.
 */
#ifndef BAR_H
#define BAR_H

#include <stdio.h>

#include "mkbootroot/see/report/past.h"

/* How a picture is drawn: between which times, and what is put together. */
struct bars {
	FILE *out;
	int64_t begin_us, end_us;
	int64_t boot_end_us;	/* what is said of it later stands there */
	/* Files that are drawn as one bar: */
	const struct happening *first;	/* NULL: none */
	char look;
	int64_t until_us;
	size_t n;
	uint64_t bytes;
	/* Refusals that are drawn as one mark: */
	const struct happening *refused;	/* NULL: none */
	size_t refusals;
};

struct bars bars_begin(FILE *out, int64_t begin_us, int64_t end_us);

/* Where a time lies, in per cent. */
double bars_place(const struct bars *b, int64_t us);

/* The events of a boot in their order; then what is put together is drawn. */
void bars_add(struct bars *b, const struct happening *e);
void bars_end(struct bars *b);

#endif
