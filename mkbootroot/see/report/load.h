/*
 * How much was sent at each moment of a stretch of time. Pure.
 */
#ifndef LOAD_H
#define LOAD_H

#include "mkbootroot/see/report/stretch.h"

#define LOAD_BINS 200

struct load {
	size_t bins;			/* none is shorter than a second */
	double rate[LOAD_BINS];		/* bytes a second, on average */
	double peak;
};

void load_of(struct load *l, const struct stretch *s);

#endif
