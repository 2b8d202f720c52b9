/*
 * One upload: block by block into an open file, until all of it is there and
 * has its name, or there is no hope. It runs in a process of its own.
 */
#ifndef RECEIVE_H
#define RECEIVE_H

#include <stdint.h>

#include "tftpd/channel.h"
#include "tftpd/option.h"
#include "tftpd/request.h"
#include "tftpd/send.h"
#include "tftpd/upload.h"

struct receive {
	struct channel *channel;
	const struct upload *upload;	/* the empty file, and its name */
	int report_fd;		/* to the parent: RECEIVE_ASKS goes there */
	enum request_mode mode;
	struct agreement agreed;
	uint64_t size_max;	/* -z, bytes */
	unsigned first_ms;	/* -T */
	unsigned tries;		/* -r: of each ACK */
	const char *title;	/* for ps: "web1 <uploads/log" */
	unsigned char *packet;	/* a header, blksize bytes, and one more to
				   notice longer blocks */
	unsigned char *text;	/* a block as text, for netascii */
	uint64_t block;		/* the last one that came in order; 0 at
				   first */
};

/*
 * Makes room for a block, so that receive_file() wants no memory: it may be
 * locked in. -1: errno.
 */
int receive_open(struct receive *r);

/*
 * Receives it all, has the parent name the file, and only then acknowledges
 * the last block. Fills *report, all zero, but for pid and
 * slot; on RECEIVE_DONE the parent has had it already.
 */
void receive_file(struct receive *r, struct report *report);

/*
 * After RECEIVE_DONE: stays for a while, to repeat the last ACK should it have
 * been lost (RFC 1350 section 6).
 */
void receive_dally(const struct receive *r);

#endif
