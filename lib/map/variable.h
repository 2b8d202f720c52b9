/*
 * Variables: in a text of the map, or in a preseed, @name@ stands for the name
 * of the client that gets it, and so on; @@ is one @. An @ that no such word
 * follows is an @. Pure.
 */
#ifndef VARIABLE_H
#define VARIABLE_H

#include <stddef.h>
#include <sys/types.h>

#include "map/client.h"

/* Bits of a set. */
enum variable {
	VARIABLE_NAME = 1, VARIABLE_IP = 2, VARIABLE_MAC = 4,
	VARIABLE_DONE = 8	/* a command that says done, see donecommand.h */
};

/* Those that may stand in args=, and in a preseed. */
#define VARIABLES_OF_ARGS VARIABLE_DONE
#define VARIABLES_OF_PRESEED \
	(VARIABLE_NAME | VARIABLE_IP | VARIABLE_MAC | VARIABLE_DONE)

enum variable_kind {
	VARIABLE_END,
	VARIABLE_TEXT,		/* bytes as they are */
	VARIABLE_VALUE,
	VARIABLE_UNKNOWN,	/* "@word@", and there is no such variable */
	VARIABLE_CONTROL	/* a control character but tab and newline */
};

/* Why a text cannot be filled. */
enum variable_fault {
	VARIABLE_IS_UNKNOWN, VARIABLE_IS_CONTROL, VARIABLE_NO_NAME,
	VARIABLE_NO_IP, VARIABLE_NO_MAC
};

/* A text being taken apart: begin with its bytes, their number, line 1. */
struct variable_text {
	const char *bytes;
	size_t n;
	unsigned line;
};

struct variable_piece {
	enum variable_kind kind;
	const char *bytes;	/* of a text; of a word without its "@" */
	size_t n;
	unsigned line;
	enum variable variable;
};

/* Who gets the text, and how it reaches us: see struct config_way. */
struct variable_values {
	const struct client *client;
	const char *server;
	const char *base;
};

/* Takes the next piece, from the front of *t. */
void variable_next(struct variable_text *t, struct variable_piece *piece);

/* "@name@", for messages. */
const char *variable_name(enum variable v);

/* Whether a text has a variable. */
int variable_in(const char *bytes, size_t n, enum variable v);

/*
 * Fills a text. Writes it to buf, which may be NULL, and returns its length in
 * bytes; -1: *why is set: it is no such text, or the client has not what a
 * variable stands for. buf must have the bytes that a call with NULL returns.
 */
ssize_t variable_fill(const char *bytes, size_t n,
    const struct variable_values *v, char *buf, enum variable_fault *why);

/*
 * The same of args= of a client, in which fewer may stand: another word between
 * two @ is text there. 0; -1: it does not fit.
 */
int variable_fill_args(const struct variable_values *v,
    char buf[CLIENT_ARGS_SIZE]);

#endif
