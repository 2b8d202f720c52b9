/*
 * The compiled map, as a file.
 */
#ifndef MAPWRITE_H
#define MAPWRITE_H

#include "mkbootroot/check/mapcheck.h"
#include "mkbootroot/text/mapfile.h"

/*
 * Writes the map of a checked text into the empty file fd. The same text
 * and the same images give the same bytes. 0; -1: errno, EFBIG: cdb(5) cannot
 * hold so much.
 */
int map_build(int fd, const struct mapfile *text, struct check *c);

#endif
