/*
 * What a line of the log is about: a file, and the client that asks for it; the same
 * words in every server. Pure.
 */
#ifndef SEENLINE_H
#define SEENLINE_H

#include <stddef.h>

#include "view/seen.h"

struct seenline {
	const char *file;	/* what was found, or looked for */
	const char *generated;	/* see seen_generated(); NULL: nothing was */
	const char *asked;	/* the name, where that is another one; NULL */
	enum seen_odd odd;
	const char *client;	/* its address */
	const unsigned char *mac;	/* NULL: it is not known */
	const char *name;	/* NULL: it has none */
};

/*
 * "file=… generated=… asked=… odd=… client=… mac=… name=…", of which the second to the
 * fourth are there where there is something to say; cut at size. What is in the
 * texts is made visible, but for client's.
 */
void seenline_text(const struct seenline *l, char *buf, size_t size);

/* Its last three alone. */
void seenline_client(const struct seenline *l, char *buf, size_t size);

#endif
