/*
 * Blocks of the file, read and sent: singly, or many in one system call.
 */
#ifndef BLOCKS_H
#define BLOCKS_H

#include <stddef.h>
#include <stdint.h>

#include "tftpd/netascii.h"
#include "tftpd/pacing.h"
#include "tftpd/retransmit.h"
#include "tftpd/send.h"

/*
 * Makes ready to send the full blocks of a file, of which there are some, by the
 * dozen, in windows of a size that is no promise. NULL: errno. It is never freed.
 */
struct burst *blocks_open(struct channel *channel, const struct bootfile *file,
    const struct agreement *a);

/* The state of a file on its way, which send.c and flight.c share. */
struct transfer {
	const struct send *s;
	struct report *report;
	struct pacing pacing;
	unsigned char *packet;	/* a header and blksize bytes */
	struct netascii netascii;
	uint64_t netascii_block;	/* the block that packet holds */
	size_t netascii_n;
	uint64_t last;		/* number of the last block; UINT64_MAX: not
				   known yet */
	uint64_t begun_us;
	uint64_t title_us;	/* when ps is to be told next */
	struct retransmit retransmit;
	int proven;		/* the client has answered */
	unsigned window;	/* blocks of the next flight */
};

/* Ends the transfer with an outcome; -1, for returning. */
int transfer_end(struct transfer *t, enum outcome outcome, int error);

/*
 * Sends some blocks from block on, at most count: how many, or -1: the end.
 * The file's last one goes alone, because it has to be read before the look at
 * whether the file has changed.
 */
int blocks_send(struct transfer *t, uint64_t block, uint64_t count);

/* Sends n bytes that are a packet already: 0, or -1: the end. */
int blocks_send_packet(struct transfer *t, const unsigned char *bytes,
    size_t n);

#endif
