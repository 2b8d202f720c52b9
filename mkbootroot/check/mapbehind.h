/*
 * What follows behind the writing of a map: its sum is made, and the disk is
 * given what there is of it, while the rest of a large map is still to be made.
 */
#ifndef MAPBEHIND_H
#define MAPBEHIND_H

#include <stdint.h>
#include <sys/types.h>

struct mapbehind {
	int fd;
	uint64_t sum;		/* until at */
	off_t at, given;	/* and given to the disk until here */
	int error;		/* errno, 0: none */
};

/* Begins for the empty file fd. */
void behind_begin(struct mapbehind *b, int fd);

/*
 * More has been written to the file. Between two calls its bytes stay as they
 * are, but for the first MAP_SUM_AT. Called often, say for each MiB.
 */
void behind_more(struct mapbehind *b);

/* All is written: *sum is map_seal()'s. Also to end early. 0; -1: errno. */
int behind_end(struct mapbehind *b, uint32_t *sum);

#endif
