/*
 * One transfer: the file, block by block and window by window, until the
 * client has acknowledged the last one or there is no hope. It runs in a
 * process of its own, which can do nothing else.
 */
#ifndef SEND_H
#define SEND_H

#include <stdint.h>
#include <sys/types.h>

#include "bootfile.h"
#include "channel.h"
#include "option.h"
#include "request.h"

struct send {
	struct channel *channel;
	struct bootfile *file;
	enum request_mode mode;
	struct agreement agreed;
	unsigned first_ms;	/* -T: wait before the first repetition; 0:
				   measure the round trip */
	unsigned tries;		/* -r: of each window */
	const char *title;	/* for ps: "web1 debian12/linux" */
};

enum send_outcome {
	SEND_DONE,		/* the last block was acknowledged */
	SEND_PROBE,		/* the client wanted to know the size only */
	SEND_ABORTED,		/* the client sent an ERROR */
	SEND_GONE,		/* nobody listens there any more */
	SEND_TIMEOUT,
	SEND_CHANGED,		/* the file is not what it was */
	SEND_NO_PORT,		/* every port of -p is in use */
	SEND_FAILED,		/* error: errno */

	/* Of receive.c, which shares the four in the middle. */
	RECEIVE_ASKS,		/* all is there and wants a name: written to
				   the parent, which logs it as RECEIVE_DONE */
	RECEIVE_DONE,		/* it has its name */
	RECEIVE_FULL,		/* no room on the disk */
	RECEIVE_TOO_LARGE,	/* above -z */
	RECEIVE_BAD_BLOCK,	/* above the blksize */
	RECEIVE_UNNAMED,	/* error: errno of the parent; EPIPE: it has
				   stopped */
	RECEIVE_FAILED		/* error: errno */
};

#define SEND_TEXT_SIZE 96

/* What became of it; a fixed size, written to a pipe in one piece. */
struct send_report {
	pid_t pid;
	size_t slot;		/* of struct transfers */
	enum send_outcome outcome;
	int error;		/* SEND_FAILED: errno; SEND_ABORTED: code */
	uint64_t bytes;		/* of the file that have arrived */
	uint64_t elapsed_us;
	uint64_t resent;	/* packets */
	unsigned blksize, windowsize;
	unsigned pace;		/* level of the bursts, see pace.h */
	char text[SEND_TEXT_SIZE];	/* of the client's ERROR; not checked,
					   ends in a NUL */
};

/* Sends it all; fills *report, all zero, but for pid and slot. */
void send_file(const struct send *s, struct send_report *report);

#endif
