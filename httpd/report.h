/*
 * What became of a request, as its process tells the parent; and the line in the
 * log that follows from it.
 *
 * The process may have been taken over: the parent takes its numbers within their
 * ranges, its texts as bytes, and what it knows itself, by itself.
 */
#ifndef REPORT_H
#define REPORT_H

#include <stddef.h>
#include <stdint.h>

#include "httpd/refusal.h"
#include "map/client.h"
#include "net/datagram.h"
#include "view/seen.h"

enum outcome {
	REPORT_SENT,		/* all of it is on its way */
	REPORT_PROBED,		/* HEAD */
	REPORT_UNCHANGED,	/* the client has it already */
	REPORT_REFUSED,
	/* It began, and did not come to its end. */
	REPORT_GONE,		/* the client has closed the connection */
	REPORT_STALLED,		/* it took nothing for too long */
	REPORT_SLOW,		/* it took little, and others waited for the place */
	REPORT_CHANGED,		/* the file is not what it was */
	REPORT_FAILED,		/* error: errno */
	REPORT_OUTCOMES
};

/* What a process asks its parent for, in the middle of a request. */
enum report_asks {
	ASKS_NOTHING,		/* the request is over */
	ASKS_DONE,		/* its client says that it is done: to write that */
	ASKS_MAP,		/* there is another map: to offer it, see mapoffer.h */
	REPORT_ASKS
};

#define REPORT_TEXT_SIZE 1600
#define REPORT_KEY_SIZE 33	/* of a client's own line, by MAC or UUID */

/* Places of the texts in it: each ends in a NUL, and one follows the other. */
enum report_text {
	REPORT_FILE,		/* what was found, or looked for */
	REPORT_ASKED,		/* the name, where that is another one; or "" */
	REPORT_NAME,		/* of the client; "": it has none */
	REPORT_DETAILS,		/* behind a reason; words as they stand there */
	REPORT_TEXTS
};

struct report {
	size_t slot;		/* of struct connections */
	enum outcome outcome;
	int error;		/* errno, of REPORT_FAILED or REFUSE_SYSTEM */
	unsigned status;
	enum refusal refusal;	/* why, where refusal_words() has the word */
	enum view_reason reason;	/* or this one has it */
	uint64_t bytes, elapsed_us;
	uint64_t first, n, size;	/* of status 206 */
	enum config_language language;
	enum answers_kind answers;	/* that were sent, or would be */
	int says_done;
	enum seen_odd odd;
	int has_mac;
	unsigned char mac[6];
	int is_forwarded;	/* a proxy asked for this client: */
	union address client;
	int disagrees;		/* its MAC and ip= are those of two clients */
	/* What is no line of the log by itself: */
	enum report_asks asks;	/* nothing else is said by such a report */
	int has_last;		/* its client has all of its last file */
	uint32_t image;		/* which that ends, see lastfile.h */
	int is_done_unknown;	/* whether it is done cannot be read */
	int is_map_bad;		/* the parent may look what is wrong with it */
	size_t key_n;		/* 0: the map has no line for the client */
	unsigned char key[REPORT_KEY_SIZE];
	size_t text_n;		/* bytes of text[], which are sent with it */
	char text[REPORT_TEXT_SIZE];
};

/* How many bytes of it are sent. */
size_t report_size(const struct report *r);

/* Adds the texts, cut where there is no room. */
void report_texts(struct report *r, const char *const text[REPORT_TEXTS]);

/* Whether n bytes can be one; no honest process would send another. */
int report_is_good(const struct report *r, size_t n);

/* The priority of its line. */
int report_priority(const struct report *r);

/* The word behind reason=, which has no blanks but those of an error's text. */
const char *report_reason(const struct report *r);

/* Logs it; client is who asked, as the parent or the process itself knows it. */
void report_log(const struct report *r, const char *client);

#endif
