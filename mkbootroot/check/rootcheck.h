/*
 * The boot root by itself: what its images can boot, and what of it nobody
 * can be sent.
 */
#ifndef ROOTCHECK_H
#define ROOTCHECK_H

#include "mkbootroot/options.h"

/*
 * Prints each image (not with -q) and what is wrong; mends modes with
 * o->mend. Exit code.
 */
int root_check(int rootfd, const struct options *o);

#endif
