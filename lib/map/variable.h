/*
 * Variables: in a text of the map, in the answers of an installer, and in a URL
 * of the map, @name@ stands for the name of the client that gets it, and so on; @@
 * is one @. An @ that no such word follows is an @. Pure.
 *
 *	@name@		web1
 *	@ip@		10.9.0.21, its ip=
 *	@mac@		52:54:00:12:34:56
 *	@mac-@		01-52-54-00-12-34-56, as BOOTIF= and PXELINUX have it
 *	@uuid@		4c4c4544-0042-4710-8057-b4c04f564432, of its uuid: line
 *	@server@	10.9.0.1: its server=, else our address on its link
 *	@http@		http://10.9.0.1 without a slash at its end: what URLs of its
 *			files begin with: who asks by HTTP has it from there, all
 *			others from http=
 *	@image@		http://10.9.0.1/debian12/ with a slash at its end
 *	@answers@	http://10.9.0.1/01-52-54-00-12-34-56/ with a slash at its
 *			end: the folder of this client's answers
 *	@done@		a command that says done, see donecommand.h
 */
#ifndef VARIABLE_H
#define VARIABLE_H

#include <stddef.h>
#include <sys/types.h>

#include "map/client.h"
#include "map/donecommand.h"
#include "map/weburl.h"

/* Bits of a set; VARIABLE_DONE is the last. */
enum variable {
	VARIABLE_NAME = 1, VARIABLE_IP = 2, VARIABLE_MAC = 4,
	VARIABLE_MAC_DASHED = 8, VARIABLE_UUID = 16, VARIABLE_SERVER = 32,
	VARIABLE_HTTP = 64, VARIABLE_IMAGE = 128, VARIABLE_ANSWERS = 256,
	VARIABLE_DONE = 512
};

/*
 * Those that may stand in args= and in answers; and in a URL of the map, where a
 * command is none.
 */
#define VARIABLES_ALL (2 * VARIABLE_DONE - 1)
#define VARIABLES_OF_URL (VARIABLES_ALL & ~(unsigned)VARIABLE_DONE)

#define VARIABLE_VALUE_SIZE DONE_COMMAND_SIZE	/* of the longest, with a NUL */
#define VARIABLE_FOLDER_SIZE \
	(sizeof("01-52-54-00-12-34-56//") + MAP_NAME_MAX)

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
	VARIABLE_NO_IP, VARIABLE_NO_MAC, VARIABLE_NO_UUID, VARIABLE_NO_HTTP,
	VARIABLE_NO_IMAGE, VARIABLE_IS_TOO_LONG, VARIABLE_FAULTS
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
	const char *server;	/* our address on its link, as a text */
	const char *base;	/* who asks by HTTP: what URLs begin with, a slash
				   at the end; NULL: it asks by TFTP */
};

/* Takes the next piece, from the front of *t. */
void variable_next(struct variable_text *t, struct variable_piece *piece);

/* "@name@", for messages. */
const char *variable_name(enum variable v);

/* "@name@, @ip@ and @done@": those of a set, for messages. Returns buf. */
#define VARIABLE_LIST_SIZE 128
char *variable_list(unsigned set, char buf[VARIABLE_LIST_SIZE]);

/* Whether a text has a variable; the set of all that it has. */
int variable_in(const char *bytes, size_t n, enum variable v);
unsigned variables_in(const char *bytes, size_t n);

/*
 * Whether a variable has a value for a client of whom this is missing:
 * VARIABLE_NO_HTTP for @image@, and so on.
 */
int variable_needs(enum variable v, enum variable_fault missing);

/*
 * What @answers@ stands for. NULL: http= does not say it, or the MAC address is not
 * known; else buf.
 */
const char *variable_answers(const struct variable_values *v,
    char buf[VARIABLE_VALUE_SIZE]);

/*
 * Fills a text. Writes it to buf, which may be NULL, and returns its length in
 * bytes; -1: *why is set: it is no such text, or the client has not what a
 * variable stands for. buf must have the bytes that a call with NULL returns.
 */
ssize_t variable_fill(const char *bytes, size_t n,
    const struct variable_values *v, char *buf, enum variable_fault *why);

/*
 * The same of a text of the map, args= or a URL, into size bytes with a NUL. 0; -1:
 * *why is set, it may be that it does not fit.
 */
int variable_fill_text(const char *text, const struct variable_values *v,
    char *buf, size_t size, enum variable_fault *why);

#endif
