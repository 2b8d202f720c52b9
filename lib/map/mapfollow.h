/*
 * The map of a server that runs for long. A new map replaces the old one when it
 * has been verified; otherwise the log says what is wrong with it.
 */
#ifndef MAPFOLLOW_H
#define MAPFOLLOW_H

#include "map/map.h"

#define MAPFOLLOW_TROUBLE_SIZE 128

/* What a server does where a map is there that cannot be used, and no old one is. */
#define MAPFOLLOW_SENDS_NOTHING "no file is sent before it can be read"
#define MAPFOLLOW_ANSWERS_NOBODY "nobody is answered before it can be read"

enum mapfollow {
	MAPFOLLOW_GOOD,
	MAPFOLLOW_MISSING,	/* there is no map */
	MAPFOLLOW_BAD		/* there is one, and it cannot be used */
};

/*
 * Looks for a new map at path; *m is the one in use, maybe an old one, as
 * with map_refresh(). trouble is what was logged last, "" at the start: the
 * same is not said for every datagram. What is said of a bad one ends in what the
 * server does then: without is one of the texts above.
 */
enum mapfollow mapfollow(struct map *m, const char *path,
    char trouble[MAPFOLLOW_TROUBLE_SIZE], const char *without);

#endif
