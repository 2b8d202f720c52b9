/*
 * The command line.
 */
#ifndef COMMANDLINE_H
#define COMMANDLINE_H

#include <stddef.h>

#include "listener.h"
#include "server.h"

/* Options that only matter at the start. */
struct options {
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
 * Wrong usage is told, logged, and the end.
 */
void commandline_parse(int argc, char **argv, struct server *s,
    struct options *o);

#endif
