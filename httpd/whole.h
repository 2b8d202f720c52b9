/*
 * Whether a client has all of a file by now, in one response or in parts that follow
 * one another on its connection. Pure.
 */
#ifndef WHOLE_H
#define WHOLE_H

#include <stdint.h>

#include "httpd/etag.h"

/* Begins as all 0. */
struct whole {
	char etag[ETAG_SIZE];	/* of the file */
	uint64_t n;		/* bytes of it, from the first on */
};

/*
 * The client has n bytes of a file from first on, of size bytes in all. 1: with them
 * it has the whole; 0.
 */
int whole_take(struct whole *w, const char *etag, uint64_t first, uint64_t n,
    uint64_t size);

#endif
