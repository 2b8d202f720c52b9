/*
 * Netascii (RFC 764, as RFC 1350 wants it): LF goes out as CR LF, CR as
 * CR NUL, and both come in again the other way round.
 */
#ifndef NETASCII_H
#define NETASCII_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "view/bootfile.h"

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

/*
 * Converts n bytes that came in; *cr, 0 at first, says that a CR waits for
 * the byte behind it. A CR before any other byte stays as it is. out has room
 * for n + 1 bytes. The number of bytes written there; with n 0 at the end of
 * everything, a CR that still waits.
 */
size_t netascii_write(int *cr, const unsigned char *in, size_t n,
    unsigned char *out);

#endif
