/*
 * What became of a transfer, as its process tells the parent, and the line in
 * the log that follows from it.
 */
#ifndef REPORT_H
#define REPORT_H

#include <stddef.h>
#include <stdint.h>

enum outcome {
	SEND_DONE,		/* the last block was acknowledged */
	SEND_PROBE,		/* the client wanted to know the size only */
	SEND_ABORTED,		/* the client sent an ERROR */
	SEND_GONE,		/* nobody listens there any more */
	SEND_TIMEOUT,
	SEND_CHANGED,		/* the file is not what it was */
	SEND_NO_PORT,		/* every port of -p is in use */
	SEND_ORPHANED,		/* the parent is gone, through which all comes
				   with -1 */
	SEND_FAILED,		/* error: errno */

	/* Of receive.c, which shares those in the middle. */
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

#define REPORT_TEXT_SIZE 96

/* What became of it: one record of reporting.h. */
struct report {
	size_t slot;		/* of struct transfers */
	enum outcome outcome;
	int error;		/* SEND_FAILED: errno; SEND_ABORTED: code */
	uint64_t bytes;		/* of the file that have arrived */
	uint64_t elapsed_us;
	uint64_t resent;	/* packets */
	unsigned blksize, windowsize;
	unsigned pacing;	/* level of the bursts, see pacing.h */
	char text[REPORT_TEXT_SIZE];	/* of the client's ERROR; not checked,
					   ends in a NUL */
};

/* The first word of its line, and what it is counted as. */
const char *report_word(enum outcome outcome);

/* One line for a transfer that is over; text is its "file=… client=…". */
void report_log(const char *text, const struct report *report);

#endif
