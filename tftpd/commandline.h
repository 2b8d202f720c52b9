/*
 * The command line.
 */
#ifndef COMMANDLINE_H
#define COMMANDLINE_H

#include <stddef.h>

#include "net/listener.h"
#include "tftpd/server.h"

/* Options that only matter at the start. */
struct options {
	const char *mistake;	/* what is wrong with them; NULL: nothing */
	char text[512];		/* its bytes, perhaps */
	int wants_usage;	/* and the usage helps against it */
	int debug, verbose;
	int strict;		/* -S */
	const char *user;
	const char *counters;	/* -P; NULL: no file */
	unsigned total, per_client, idle_s;
	const char *listen[LISTENER_MAX];
	size_t listens;
};

/*
 * Fills *s and *o, which hold the defaults; -B, -m and the like go into *s.
 * Prints and logs nothing: what is wrong stands in o->mistake, and the options
 * behind it were read all the same.
 */
void commandline_parse(int argc, char **argv, struct server *s,
    struct options *o);

/* Prints the usage on standard error. */
void commandline_usage(void);

#endif
