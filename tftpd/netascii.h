/*
 * Netascii (RFC 764, as RFC 1350 wants it): LF goes out as CR LF, CR as
 * CR NUL.
 */
#ifndef NETASCII_H
#define NETASCII_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "bootfile.h"

/* Where the conversion stands; begin with all zero. */
struct netascii {
	uint64_t offset;	/* of the next byte of the file */
	int second;		/* the second byte of a pair that did not fit
				   the last block any more, and 256 */
};

/*
 * Converts the next n bytes of output into buf. The number of bytes, less
 * than n only at the end of the file; -1: errno, as bootfile_read.
 */
ssize_t netascii_read(struct netascii *state, const struct bootfile *b,
    unsigned char *buf, size_t n);

#endif
