/*
 * The command line.
 */
#ifndef COMMANDLINE_H
#define COMMANDLINE_H

#include <stddef.h>

#include "daemon/argument.h"
#include "net/datagram.h"
#include "net/listener.h"

#define COMMANDLINE_PROXIES 16

/* How it was started, for as long as it runs. */
struct settings {
	const char *root_path, *map_path;
	union address proxy[COMMANDLINE_PROXIES];	/* -f */
	size_t proxies;
};

/* Options that only matter at the start. */
struct options {
	struct argument_mistake mistake;
	int debug, verbose;
	int strict;		/* -S */
	const char *user;
	const char *counters;	/* -P; NULL: no file */
	const char *done;	/* -D */
	unsigned total, per_client, idle_s;
	const char *listen[LISTENER_MAX];
	size_t listens;
};

/*
 * Fills *s and *o, which hold the defaults. Prints and logs nothing: what is wrong
 * stands in o->mistake, and the options behind it were read all the same.
 */
void commandline_parse(int argc, char **argv, struct settings *s,
    struct options *o);

/* Prints the usage on standard error. */
void commandline_usage(void);

#endif
