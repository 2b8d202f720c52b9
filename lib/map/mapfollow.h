/*
 * The map of a server that runs for long. A new map replaces the old one when it
 * has been verified; otherwise the log says what is wrong with it.
 */
#ifndef MAPFOLLOW_H
#define MAPFOLLOW_H

#include "map/map.h"

#define MAPFOLLOW_TROUBLE_SIZE 128

enum mapfollow {
	MAPFOLLOW_GOOD,
	MAPFOLLOW_MISSING,	/* there is no map */
	MAPFOLLOW_BAD		/* there is one, and it cannot be used */
};

/*
 * Looks for a new map at path; *m is the one in use, maybe an old one, as
 * with map_refresh(). trouble is what was logged last, "" at the start: the
 * same is not said for every datagram.
 */
enum mapfollow mapfollow(struct map *m, const char *path,
    char trouble[MAPFOLLOW_TROUBLE_SIZE]);

#endif
