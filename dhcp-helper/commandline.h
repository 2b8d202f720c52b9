/*
 * The command line.
 */
#ifndef COMMANDLINE_H
#define COMMANDLINE_H

#include "daemon/serveroption.h"

struct options {
	struct serveroption all;
	const char *interface;	/* -i */
};

/*
 * Fills *o. Prints and logs nothing: what is wrong stands in o->all.mistake, and the
 * options behind it were read all the same.
 */
void commandline_parse(int argc, char *argv[], struct options *o);

#endif
