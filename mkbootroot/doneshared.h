/*
 * Whether several servers that boot the same clients know the same of who is done.
 */
#ifndef DONESHARED_H
#define DONESHARED_H

#include "mkbootroot/options.h"

enum doneshared {
	DONESHARED_NO,		/* the folder is this host's alone */
	DONESHARED_YES,		/* it is on a file system of several hosts */
	DONESHARED_LATE		/* it is, and may be seen as it was a while ago */
};

/*
 * Says, behind prefix, what lets a client be installed twice: several servers
 * without anything that tells each of them what the others were told; or such a file
 * system that may be late. has_servers: a client that boots something once has several.
 * 1: something was said; 0.
 */
int doneshared_say(const struct options *o, int has_servers,
    const char *prefix);

#endif
