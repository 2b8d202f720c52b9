/*
 * The options that the servers have in common. Pure.
 */
#ifndef SERVEROPTION_H
#define SERVEROPTION_H

#include <stddef.h>

#include "daemon/argument.h"
#include "net/listener.h"

/* Options that only matter at the start. Begins with the program's defaults. */
struct serveroption {
	struct argument_mistake mistake;
	int debug, verbose;	/* -d, -v */
	int strict;		/* -S */
	const char *user;	/* -u */
	const char *map;	/* -m */
	const char *counters;	/* -P; NULL: no file */
	const char *done;	/* -D */
	unsigned total, per_client;	/* -c */
	unsigned idle_s;	/* -t */
	const char *listen[LISTENER_MAX];	/* -l */
	size_t listens;
};

/*
 * Takes option c of getopt(3), whose argument is text; all other options are wrong
 * usage. page is the manual page, "tftpd(8)". text is changed, and kept.
 */
void serveroption_take(struct serveroption *o, const char *page, int c, char *text);

#endif
