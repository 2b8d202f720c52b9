/*
 * One transfer: the file, block by block and window by window, until the
 * client has acknowledged the last one or there is no hope. It runs in a
 * process of its own, which can do nothing else.
 */
#ifndef SEND_H
#define SEND_H

#include "tftpd/burst.h"
#include "tftpd/channel.h"
#include "tftpd/netascii.h"
#include "tftpd/option.h"
#include "tftpd/pace.h"
#include "tftpd/patience.h"
#include "tftpd/report.h"
#include "tftpd/request.h"
#include "view/bootfile.h"

struct send {
	struct channel *channel;
	struct bootfile *file;
	struct burst *burst;	/* NULL: every block is copied */
	enum request_mode mode;
	struct agreement agreed;
	unsigned first_ms;	/* -T: wait before the first repetition; 0:
				   measure the round trip */
	unsigned tries;		/* -r: of each window */
	const char *title;	/* for ps: "web1 debian12/linux" */
};

/*
 * Makes ready what send_file() wants, so that it may be locked in.
 */
void send_open(struct send *s);

/* Sends it all; fills *report, all zero, but for pid and slot. */
void send_file(const struct send *s, struct report *report);

/* The state of a file on its way, which flight.c and blocks.c share. */
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
