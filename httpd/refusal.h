/*
 * Why a request is not served, and what its client is told. Pure.
 */
#ifndef REFUSAL_H
#define REFUSAL_H

#include "view/viewreason.h"

enum refusal {
	REFUSE_NOTHING,
	/* It is no request that can be understood. */
	REFUSE_NOT_HTTP, REFUSE_LINE_END, REFUSE_VERSION, REFUSE_TARGET,
	REFUSE_FIELD, REFUSE_HOST, REFUSE_LENGTH, REFUSE_TARGET_LONG,
	REFUSE_HEAD_LONG,
	/* It wants what is not done here. */
	REFUSE_METHOD_UNKNOWN, REFUSE_METHOD, REFUSE_CONTENT, REFUSE_CODING,
	/* The proxy does not say who asks, or contradicts itself. */
	REFUSE_FORWARDED,
	/* Its own conditions. */
	REFUSE_CONDITION, REFUSE_RANGE,
	/* The client does not see it: view/seen.h has the reason. */
	REFUSE_ABSENT, REFUSE_UNREADABLE, REFUSE_KEPT, REFUSE_FAILED,
	/* It is not known what the client may see. */
	REFUSE_BAD_MAP, REFUSE_CORRUPT_MAP,
	/* Whether it is done cannot be written. */
	REFUSE_DONE,
	/* We cannot, now. */
	REFUSE_CONNECTIONS, REFUSE_NO_PROCESS,
	REFUSE_SYSTEM,		/* errno says why */
	REFUSALS
};

struct refused {
	unsigned status;
	const char *text;	/* for the client: one line, without its end */
	const char *word;	/* for the log; NULL: seen.h, or errno, has it */
};

struct refused refusal_words(enum refusal refusal);

/* The same for what a client does not see; VIEW_OPEN: REFUSE_NOTHING. */
enum refusal refusal_of_verdict(enum view_verdict verdict);

/* "Not Found": what the status is called (RFC 9110 section 15). */
const char *refusal_phrase(unsigned status);

#endif
