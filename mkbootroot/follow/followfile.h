/*
 * The file or folder of -f as the map, whenever it changes.
 */
#ifndef FOLLOWFILE_H
#define FOLLOWFILE_H

#include "mkbootroot/follow/followmap.h"

/* Follows until it is told to end. Exit code. */
int followfile(struct followmap *m);

#endif
