/*
 * What went wrong, each kind of it once. Pure but for memory.
 */
#ifndef WRONG_H
#define WRONG_H

#include "mkbootroot/see/report/past.h"

#define WRONG_MACHINES 8	/* are named */

struct wrong {
	const struct happening *example;	/* the first one */
	size_t times;
	size_t machines;			/* 0: it is of a server */
	size_t known;				/* of them, by the map */
	const struct machine *machine[WRONG_MACHINES];
};

/*
 * What somebody has to see to, or (calm) what nobody has to; what hits most
 * machines of the map first. The caller frees *wrong. Returns how many there are;
 * -1: no memory.
 */
long wrong_find(const struct past *h, int calm, struct wrong **wrong);

#endif
