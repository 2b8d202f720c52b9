/*
 * Which files went slowly, and why as far as the log can tell. Pure but for
 * memory.
 */
#ifndef SLOW_H
#define SLOW_H

#include "mkbootroot/see/report/past.h"

#define SLOW_WHY_SIZE 512

/* A file, however often it was sent. */
struct slow {
	const struct happening *worst;	/* the slowest time */
	size_t times;
	uint64_t usual_rate;	/* bytes a second, of half of the times at least */
	double others;		/* files that were sent beside it, on average */
	uint64_t others_rate;	/* of all of them and this one, bytes a second */
};

/*
 * Fills slow with the slowest files, at most max, the slowest first: those that
 * took a second or more. Returns how many there are in all; -1: no memory.
 */
long slow_find(const struct past *h, struct slow *slow, size_t max);

/* Sentences. Returns buf. */
char *slow_why(const struct slow *s, char buf[SLOW_WHY_SIZE]);

uint64_t slow_rate(const struct happening *e);

#endif
