/*
 * What follows behind the writing of a map: its sum is made, and the disk is
 * given what there is of it. For a large map beside the writing, in a thread.
 */
#ifndef MAPBEHIND_H
#define MAPBEHIND_H

#include <pthread.h>
#include <stdint.h>
#include <sys/types.h>

struct mapbehind {
	int fd;
	uint64_t sum;		/* until at */
	off_t at, given;	/* and given to the disk until here */
	int error;		/* errno, 0: none */
	pthread_t thread;
	int running;
	pthread_mutex_t lock;	/* of what is below */
	pthread_cond_t told;
	off_t end;		/* bytes of the file that will not change */
	int over;
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
