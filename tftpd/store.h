/*
 * The child's side of an upload's file: it is filled in order, up to a limit, and
 * when all is there the parent is asked for its name.
 */
#ifndef STORE_H
#define STORE_H

#include <stddef.h>
#include <stdint.h>

#include "tftpd/packet.h"
#include "tftpd/report.h"
#include "tftpd/request.h"
#include "tftpd/upload.h"

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

/* What ends an upload, and what its client is told of it. */
struct store_fault {
	enum outcome outcome;
	int error;		/* errno, where the outcome has one */
	enum packet_error code;
	const char *text;	/* NULL: there is no fault */
};

/*
 * Writes the n bytes of the next block; with last, which says that no further
 * one comes, everything is on the disk afterwards.
 */
struct store_fault store_block(struct store *s, const unsigned char *bytes,
    size_t n, int last);

/*
 * Has the parent, which the report *asks wakes, give the file its name. EPIPE:
 * there is no parent any more, or it does not answer for a minute.
 */
struct store_fault store_ask_for_name(const struct upload *u, int report_fd,
    const struct report *asks);

#endif
