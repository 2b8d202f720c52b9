/*
 * A long time, cut into stretches of which each fits a picture: where nothing
 * boots, or where a picture would become too long for its boots to be seen.
 * Pure but for memory.
 */
#ifndef STRETCH_H
#define STRETCH_H

#include "mkbootroot/see/report/past.h"

/*
 * The machines of a stretch in the order of their first boot. Where few booted
 * at once, the boots are in the order of time, and machines is their number as
 * well.
 */
struct stretch {
	int64_t begin_us, end_us;
	int64_t length_us;		/* of its pictures */
	/* Few booted at once: each boot's picture begins with it. */
	int is_apart;
	const struct boot **boot;	/* by machine, each one's first first */
	size_t boots, machines;
};

struct stretches {
	struct stretch *stretch;
	size_t n;
	const struct boot **boot;	/* of all of them */
	size_t boots;
	size_t left_out;		/* boots for which there was no room */
};

#define STRETCH_BOOTS 2000	/* are in stretches, those that want a person first */

/* -1: no memory. */
int stretches_make(struct stretches *s, const struct past *h);
void stretches_free(struct stretches *s);

#endif
