/*
 * Locking the parent and its children in. The parent makes what its children
 * need once; each child enters it by two system calls, before it reads a byte.
 */
#ifndef LOCKIN_H
#define LOCKIN_H

#include <linux/filter.h>

#include "daemon/sandbox.h"

#define LOCKIN_CONNECTION 0	/* its number in a child, for the filter */

struct lockin {
	int rules;		/* for the children; -1: no Landlock */
	struct sock_fprog filter;	/* len 0: no seccomp */
};

/* What the parent has to have, besides what every server needs. */
struct lockin_needs {
	int root_fd;		/* is read; -1: is not there */
	int counters_fd;	/* is written to: the folder of -P; or -1 */
	int done_fd;		/* the same: that of -D */
	const char *map_path;
	int log_fd;		/* logsend_fd() */
	int mapoffer_fd;	/* is looked at */
	unsigned descriptors;
};

/*
 * Locks the parent, and fills *l. NULL: all of it holds; otherwise what this
 * kernel does not have, for "not locked in: MISSING", which stands in *b.
 */
const char *lockin_parent(struct lockin *l, const struct lockin_needs *needs,
    struct sandbox *b);

/*
 * Locks a child: it reads beneath the boot root and the map's folder, writes to its
 * connection, which is LOCKIN_CONNECTION then, and nothing else. -1: errno; it must
 * not go on.
 */
int lockin_child(const struct lockin *l, int *connection);

#endif
