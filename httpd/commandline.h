/*
 * The command line.
 */
#ifndef COMMANDLINE_H
#define COMMANDLINE_H

#include <stddef.h>

#include "daemon/serveroption.h"
#include "net/datagram.h"
#include "net/listener.h"

#define COMMANDLINE_PROXIES 16

/* How it was started, for as long as it runs. */
struct settings {
	const char *root_path;
	union address proxy[COMMANDLINE_PROXIES];	/* -f */
	size_t proxies;
};

/*
 * Fills *s and *o, which hold the defaults. Prints and logs nothing: what is wrong
 * stands in o->mistake, and the options behind it were read all the same.
 */
void commandline_parse(int argc, char **argv, struct settings *s,
    struct serveroption *o);

/* Prints the usage on standard error. */
void commandline_usage(void);

#endif
