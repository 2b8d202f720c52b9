/*
 * The command line.
 */
#ifndef COMMANDLINE_H
#define COMMANDLINE_H

#include <stddef.h>

#include "daemon/serveroption.h"
#include "net/listener.h"
#include "tftpd/channel.h"
#include "tftpd/groups.h"
#include "view/view.h"

/* How it was started, for as long as it runs. */
struct settings {
	const char *root_path;
	unsigned blksize_max, windowsize_max;	/* -B, -W */
	unsigned first_ms, tries;		/* -T, -r */
	char upload_folder[VIEW_PATH_SIZE];	/* -w, cleaned; "": nothing
						   can be written */
	int upload_replace;			/* -o */
	uint64_t upload_size_max;		/* -z, bytes */
	struct port_range ports;		/* -p */
	int one_port;				/* -1 */
	unsigned guesses;	/* see credit.h */
};

/*
 * Fills *s, *g and *o, which hold the defaults. Prints and logs nothing: what is
 * wrong stands in o->mistake, and the options behind it were read all the same.
 */
void commandline_parse(int argc, char **argv, struct settings *s,
    struct groups *g, struct serveroption *o);

/* Prints the usage on standard error. */
void commandline_usage(void);

#endif
