/*
 * A folder of the boot root held against the table of media.
 */
#ifndef MEDIUMFIND_H
#define MEDIUMFIND_H

#include "mkbootroot/image/medium.h"

/* Says in *found what the image `name` is. What cannot be read is not there. */
void medium_find(int rootfd, const char *name, struct medium_found *found);

#endif
