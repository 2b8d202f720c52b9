/*
 * The UDP datagram in a captured frame. Pure, and trusts nothing.
 */
#ifndef FRAME_H
#define FRAME_H

#include <stddef.h>

#include "net/address.h"

/* Link types of captures, by their numbers in the file. */
#define FRAME_NULL 0
#define FRAME_ETHERNET 1
#define FRAME_RAW 101
#define FRAME_SLL 113
#define FRAME_SLL2 276

struct frame {
	union address from, to;		/* with ports */
	const unsigned char *bytes;	/* what UDP carries, in the frame */
	size_t n;
};

/*
 * Takes n bytes of a frame apart. 1: *f is filled; 0: it is no whole UDP
 * datagram of IPv4; -1: the link type is not known.
 */
int frame_parse(struct frame *f, int link, const unsigned char *bytes,
    size_t n);

#endif
