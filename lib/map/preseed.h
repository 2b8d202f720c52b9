/*
 * The answers of an installer that asks nothing, a preseed of Debian's: a
 * text in which @name@, @ip@ and @mac@ stand for those of the client. Pure.
 */
#ifndef PRESEED_H
#define PRESEED_H

#include <stddef.h>
#include <sys/types.h>

#include "map/client.h"

#define PRESEED_SIZE_MAX 65536	/* bytes of the text before it is filled */

/* The variables, bits of a set. */
enum preseed_variable { PRESEED_NAME = 1, PRESEED_IP = 2, PRESEED_MAC = 4 };

enum preseed_kind {
	PRESEED_END,
	PRESEED_TEXT,		/* bytes as they are; "@@" is one "@" */
	PRESEED_VARIABLE,
	PRESEED_UNKNOWN,	/* "@word@", and the word is no variable */
	PRESEED_CONTROL		/* a control character but tab and newline */
};

/* Why it cannot be filled. */
enum preseed_fault {
	PRESEED_BAD_VARIABLE, PRESEED_BAD_CONTROL, PRESEED_NO_NAME,
	PRESEED_NO_IP, PRESEED_NO_MAC
};

/* A text being taken apart: begin with its bytes, their number, line 1. */
struct preseed {
	const char *bytes;
	size_t n;
	unsigned line;
};

struct preseed_piece {
	enum preseed_kind kind;
	const char *bytes;	/* of a text; of a word without its "@" */
	size_t n;
	unsigned line;
	enum preseed_variable variable;
};

/* Takes the next piece, from the front of *p. */
void preseed_next(struct preseed *p, struct preseed_piece *piece);

/* "@name@", for messages. */
const char *preseed_variable_text(enum preseed_variable v);

/*
 * The text for a client: name and ip= of its record, its MAC address. Writes
 * it to buf, which may be NULL, and returns its length in bytes; -1: *why is
 * set: it is no such text, or the client has not what a variable stands for. buf must have the bytes that a call with NULL returns.
 */
ssize_t preseed_fill(const char *bytes, size_t n, const struct client *c,
    char *buf, enum preseed_fault *why);

/*
 * What the installer's kernel is told as well, so that it asks only what it
 * cannot go on without: "priority=critical ", or "" where args has a priority.
 */
const char *preseed_args(const char *args);

/*
 * Puts it in front of what the map says: behind a "---" or "--" in that are
 * arguments of another system. As far as size allows.
 */
void preseed_add_args(char *args, size_t size);

#endif
