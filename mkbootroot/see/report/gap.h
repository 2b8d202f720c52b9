/*
 * The time between the files of a boot. Pure.
 */
#ifndef GAP_H
#define GAP_H

#include "mkbootroot/see/report/past.h"

enum gap {
	GAP_WAITING,		/* for an answer, or for the first file after it */
	GAP_ITS_OWN		/* the machine was at something that we do not see */
};

/* Calls tell for each gap, the first first. */
void gap_each(const struct boot *b, void (*tell)(void *, enum gap,
    int64_t begin_us, int64_t end_us), void *arg);

#endif
