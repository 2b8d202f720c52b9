/*
 * The state of a file on its way to a client, which send.c, flight.c and
 * blocks.c share.
 */
#ifndef TRANSFER_H
#define TRANSFER_H

#include <stddef.h>
#include <stdint.h>

#include "tftpd/netascii.h"
#include "tftpd/pace.h"
#include "tftpd/patience.h"
#include "tftpd/report.h"
#include "tftpd/send.h"

struct transfer {
	const struct send *s;
	struct report *report;
	struct pace pace;
	unsigned char *packet;	/* a header and blksize bytes */
	struct netascii netascii;
	uint64_t netascii_block;	/* the block that packet holds */
	size_t netascii_n;
	uint64_t last;		/* number of the last block; UINT64_MAX: not
				   known yet */
	uint64_t begun_us;
	uint64_t title_us;	/* when ps is to be told next */
	struct patience patience;
	int proven;		/* the client has answered */
	unsigned window;	/* blocks of the next flight */
};

/* Ends the transfer with an outcome; -1, for returning. */
int transfer_end(struct transfer *t, enum outcome outcome, int error);

/* Says in ps(1) how far it is: from time to time, so call it often. */
void transfer_tell_ps(struct transfer *t);

#endif
