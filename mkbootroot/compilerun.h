/*
 * One compilation: the text, what is wrong with it, and the map that is built of
 * it. What is done with the map is for compile.c.
 */
#ifndef COMPILERUN_H
#define COMPILERUN_H

#include "mkbootroot/check/mapcheck.h"
#include "mkbootroot/options.h"
#include "mkbootroot/text/clientsread.h"

/* Everything that one run holds. */
struct run {
	const struct options *o;
	struct mistakes mistakes;
	struct clientsread source;
	struct mapfile text;
	struct check check;
	int rootfd;
	int fd;			/* the map that is built */
	int own;		/* the same, where it is in memory; else -1 */
};

/* NULL: it was said why, and *code is the exit code. */
struct run *run_begin(const struct options *o, int *code);
void run_end(struct run *r);

/*
 * All of it but the writing. fd -1: in memory, as when there are mistakes. What
 * was found wrong is said whatever else happens. Exit code.
 */
int run_all(struct run *r, int fd);

/* Whether the map in place has clients, or a default, and the text has neither. */
int run_loses_clients(const struct run *r);

/* How many clients and images there are, what behind it; with -v the images. */
void run_summary(const struct run *r, const char *what);

/*
 * On a terminal, or with -v: that the text has mistakes, which may stand among many
 * warnings, and that therefore nothing has changed.
 */
void run_say_unchanged(const struct run *r);

/* The name of the text for messages. */
const char *run_text_name(const struct options *o);

/* "cannot WHAT OBJECT: reason", by errno. Exit code. */
int run_say(const char *what, const char *object);

#endif
