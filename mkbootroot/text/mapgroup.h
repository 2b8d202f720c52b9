/*
 * Which line group= names. Pure.
 */
#ifndef MAPGROUP_H
#define MAPGROUP_H

#include "mkbootroot/text/mapfile.h"

/*
 * Sets the group of each entry, once the text has ended; a group that no line
 * defines is a mistake of the line that names it. 0; -1: errno.
 */
int groups_find(struct mapfile *m);

#endif
