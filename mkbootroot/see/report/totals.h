/*
 * The numbers that stand at the beginning of a report. Pure but for memory.
 */
#ifndef TOTALS_H
#define TOTALS_H

#include "mkbootroot/see/report/past.h"

struct totals {
	size_t machines, boots;		/* that booted, or could not */
	size_t finished, unfinished, going_on;
	size_t strangers, files;
	uint64_t bytes;
	int64_t usual_us, longest_us;	/* of boots that finished; 0: none did */
};

/* -1: no memory. */
int totals_of(struct totals *t, const struct past *h);

/* Whether the map does not have a machine that asks what to boot, or boots. */
int totals_is_stranger(const struct happening *of_machine, size_t n);

/* How many events of a past, from the first on, are of one machine. */
size_t totals_run(const struct past *h, size_t first);

#endif
