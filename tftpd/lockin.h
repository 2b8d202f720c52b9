/*
 * Locking the parent and its children in. The parent makes what its children
 * need once; each child enters it by two system calls.
 */
#ifndef LOCKIN_H
#define LOCKIN_H

#include <linux/filter.h>

#include "daemon/sandbox.h"

enum lockin_kind {
	LOCKIN_SEND,		/* a file */
	LOCKIN_RECEIVE,		/* an upload */
	LOCKIN_CAST,		/* a file to a multicast group */
	LOCKIN_KINDS
};

struct lockin {
	int rules;		/* for the children; -1: no Landlock */
	struct sock_fprog filter[LOCKIN_KINDS];	/* len 0: no seccomp */
};

/* What the parent has to have, besides what every server needs. */
struct lockin_needs {
	int root_fd;		/* is read; -1: is not there */
	int upload_fd;		/* is written to; -1: nothing is */
	int counters_fd;	/* the same: the folder of -P */
	int done_fd;		/* and that of -D */
	const char *map_path;
	int shared_fd_max;	/* the highest of the sockets that children
				   share with us (-1); -1: there are none */
	int log_fd;		/* logsend_fd() */
	unsigned descriptors;
};

/*
 * Locks the parent, and fills *l. NULL: all of it holds; otherwise what this
 * kernel does not have, for "not locked in: MISSING", which stands in *b.
 */
const char *lockin_parent(struct lockin *l, const struct lockin_needs *needs,
    struct sandbox *b);

/*
 * Locks a child, before it sends: it can open nothing, reach no other process,
 * and make only its kind's system calls. -1: errno; it must not go on.
 */
int lockin_child(const struct lockin *l, enum lockin_kind kind);

#endif
