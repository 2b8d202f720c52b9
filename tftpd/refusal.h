/*
 * Why a request is not served, and what its client is told. Pure.
 */
#ifndef REFUSAL_H
#define REFUSAL_H

#include "view/seen.h"

enum refusal {
	REFUSE_NOTHING,
	REFUSE_SILENTLY,	/* not a request: no answer, whoever asks */
	/* It is a malformed one. */
	REFUSE_NAME_ENDLESS, REFUSE_NAME_EMPTY, REFUSE_MODE_ENDLESS,
	REFUSE_MODE_UNKNOWN,
	/* It is not known what its client may see. */
	REFUSE_BAD_MAP, REFUSE_CORRUPT_MAP,
	/* It may not write, or not there, or not so much. */
	REFUSE_WRITING, REFUSE_TOO_LARGE, REFUSE_NO_FOLDER, REFUSE_NEW_FOLDER,
	REFUSE_LINK, REFUSE_NOT_WRITABLE, REFUSE_LONG_NAME, REFUSE_DISK_FULL,
	REFUSE_EXISTS, REFUSE_NOT_REGULAR,
	/* Whether it is done cannot be written. */
	REFUSE_DONE,
	/* We cannot. */
	REFUSE_NO_PROCESS,
	REFUSE_SYSTEM,		/* errno says why */
	REFUSALS
};

struct refused {
	unsigned code;		/* enum packet_error */
	const char *text;	/* for the client */
	const char *word;	/* for the log */
	const char *details;	/* behind it; "": none */
};

/* error is that of REFUSE_SYSTEM. */
struct refused refusal_words(enum refusal refusal, int error);

/* The same for what a client does not see. */
struct refused refusal_of_view(const struct seen *seen);

#endif
