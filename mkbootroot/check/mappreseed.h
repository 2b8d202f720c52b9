/*
 * The preseeds that the map's clients would get.
 */
#ifndef MAPPRESEED_H
#define MAPPRESEED_H

#include "mkbootroot/check/mapcheck.h"

/*
 * Whether each can be read, knows its variables, and every client has what
 * they stand for. After the images were searched. 0; -1: errno.
 */
int check_preseeds(struct check *c);

#endif
