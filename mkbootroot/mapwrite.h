/*
 * The compiled map: built in a temporary file, put in place by one rename.
 */
#ifndef MAPWRITE_H
#define MAPWRITE_H

#include <sys/types.h>

#include "mapcheck.h"
#include "mapfile.h"

/*
 * Writes the map of a checked text into the empty file fd. The same text
 * and the same images give the same bytes. 0; -1: errno, EFBIG: cdb(5) cannot
 * hold so much.
 */
int map_build(int fd, const struct mapfile *text, const struct check *c);

/* A map that is going to be replaced; nobody else can begin meanwhile. */
struct mapwrite {
	int dirfd;
	int fd;			/* the temporary file, which is the lock */
	char *base;		/* the map's name in its folder */
	char *temporary;
};

/*
 * Waits for other writers. 0; -1: errno; EAGAIN: *holder did not finish.
 * End with one of the others, after which *w is gone.
 */
int mapwrite_begin(struct mapwrite *w, const char *path, pid_t *holder);
int mapwrite_commit(struct mapwrite *w);
void mapwrite_abort(struct mapwrite *w);

#endif
