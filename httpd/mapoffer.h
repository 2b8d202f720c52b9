/*
 * A new map for processes that have begun with an older one. The parent reads it once,
 * and offers the memory that it lies in; no child reads it for itself.
 *
 * The offer is a record in the queue of a local socket, with a descriptor. Each child
 * looks at it and leaves it there: its filter lets it do nothing else with that socket
 * (lockin.c), so none can take it away from others.
 */
#ifndef MAPOFFER_H
#define MAPOFFER_H

#include <stdint.h>
#include <sys/stat.h>

#include "map/map.h"

/* How a child looks at it, for its filter as well. */
#define MAPOFFER_FLAGS (MSG_PEEK | MSG_DONTWAIT | MSG_CMSG_CLOEXEC)

/* What is offered. */
struct mapoffer_what {
	unsigned long reading;	/* of struct map, as the rest */
	uint64_t n;		/* bytes; 0: the parent has no map */
	struct stat opened, bad;
	int is_bad_known;	/* bad is a file that was found bad */
	int is_bad;		/* what stands there now cannot be used */
};

struct mapoffer {
	int fd[2];		/* [0] is looked at; [1] is the parent's */
	struct mapoffer_what what;	/* reading 0 and n 0: nothing yet */
	int is_made;		/* the queue has it */
};

/* Makes the sockets. -1: errno. */
int mapoffer_open(struct mapoffer *o);

/*
 * In the parent: offers its map, as it is now; is_bad: another one stands there, which
 * cannot be used. What was offered before is gone after that, and not earlier. -1:
 * errno; children have to read the map.
 */
int mapoffer_make(struct mapoffer *o, struct map *m, int is_bad);

/*
 * In a child: uses the map that is offered at fd. 0, *is_bad as it was offered; -1:
 * errno, *m is as before.
 */
int mapoffer_take(int fd, struct map *m, int *is_bad);

#endif
