/*
 * One transfer: the file, block by block and window by window, until the
 * client has acknowledged the last one or there is no hope. It runs in a
 * process of its own, which can do nothing else.
 */
#ifndef SEND_H
#define SEND_H

#include "tftpd/channel.h"
#include "tftpd/option.h"
#include "tftpd/report.h"
#include "tftpd/request.h"
#include "view/bootfile.h"

struct burst;

struct send {
	struct channel *channel;
	struct bootfile *file;
	struct burst *burst;	/* see blocks_open(); NULL: none */
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

#endif
