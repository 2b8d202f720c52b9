/*
 * The command report, which has options of its own.
 */
#ifndef REPORT_COMMAND_H
#define REPORT_COMMAND_H

#include "mkbootroot/options.h"

struct report_asked {
	const char *out;	/* -o; NULL: standard output */
	const char *since;	/* -s, of the journal */
	const char *from;	/* a file, "-", or NULL: the journal */
};

/* The boots that the log tells of, as a page of HTML. Exit code. */
int report_page(const struct options *o, const struct report_asked *asked);

#endif
