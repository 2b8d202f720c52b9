/*
 * Filling the file of an upload, in order, up to a limit.
 */
#ifndef STORE_H
#define STORE_H

#include <stddef.h>
#include <stdint.h>

#include "tftpd/request.h"

/* Begin with fd, mode and size_max, the rest zero; text is the caller's. */
struct store {
	int fd;
	enum request_mode mode;
	uint64_t size_max;	/* bytes */
	unsigned char *text;	/* netascii: room for a block and one byte */
	int cr;			/* see netascii_write() */
	uint64_t bytes;		/* that were written */
	uint64_t flushed;	/* that are on the disk */
};

enum store_verdict {
	STORE_DONE,
	STORE_FULL,		/* no room on the disk */
	STORE_TOO_LARGE,	/* above size_max */
	STORE_FAILED		/* errno */
};

/*
 * Writes the n bytes of the next block; with last, which says that no further
 * one comes, everything is on the disk afterwards.
 */
enum store_verdict store_block(struct store *s, const unsigned char *bytes,
    size_t n, int last);

#endif
