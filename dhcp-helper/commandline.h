/*
 * The command line.
 */
#ifndef COMMANDLINE_H
#define COMMANDLINE_H

#include <stddef.h>

#include "net/listener.h"

struct options {
	int to_stderr, verbose, strict;
	const char *interface;
	const char *listen[LISTENER_MAX];
	size_t listens;
	const char *map;
	const char *done;	/* the folder of who is done */
	const char *counters;	/* -P; NULL: no file */
	int idle_s;
	const char *user;
};

/* Fills *o, also behind a mistake. NULL: done; otherwise what is wrong first.
 * Prints and logs nothing. */
const char *commandline_parse(int argc, char *argv[], struct options *o);

#endif
