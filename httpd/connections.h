/*
 * The connections that are served, as the parent knows them: each has a process of
 * its own; and how many each source has.
 */
#ifndef CONNECTIONS_H
#define CONNECTIONS_H

#include <stddef.h>
#include <sys/types.h>

#include "daemon/lograte.h"
#include "net/datagram.h"

#define CONNECTIONS_NONE ((size_t)-1)

struct running {
	pid_t pid;		/* 0: the place is free */
	union address peer;
	int is_proxy;		/* of -f */
	int has_mac;		/* of the neighbour table */
	unsigned char mac[6];
	size_t share;		/* the place of its source; NONE: a proxy's */
	long long heard_ms;	/* when it began, or has reported last */
	long long told_ms;	/* when it was told last to make room; 0: never */
	size_t next;		/* that is free, or of the same bucket */
};

/* What a source has; see lograte_address() for what that is. */
struct share {
	struct lograte_source source;
	unsigned n;		/* 0: the place is free */
	size_t next;
};

struct connections {
	struct running *slot;
	struct share *share;
	size_t *of_pid, *of_source;	/* buckets: max each */
	size_t max, n;
	size_t high;		/* those behind it were never in use */
	size_t free, free_share;	/* that were in use before */
	size_t high_share;
	unsigned per_client;
	unsigned awaited;	/* of those that were told last, who are there */
};

/* Room for max, of which per_client for one source. -1: errno. */
int connections_open(struct connections *c, size_t max, unsigned per_client);

/* Whether this source has as many as it may have. */
int connections_has_enough(const struct connections *c,
    const union address *peer);

/* A free place, for connections_add(); NULL: there is none. */
struct running *connections_place(struct connections *c);

/* The number of a place, by which its process reports. */
size_t connections_number(const struct connections *c,
    const struct running *r);

/* Notes in connections_place() what was begun: pid, peer, is_proxy and mac. */
void connections_add(struct connections *c, struct running *r,
    const struct running *begun, long long now_ms);

/*
 * Notes that so many, of connections_to_tell(), were told to go: awaited says how many
 * of them have not.
 */
void connections_told(struct connections *c, unsigned n);

/* The place of a process; NULL: it has none. */
struct running *connections_find(const struct connections *c, pid_t pid);

/* It has ended. */
void connections_remove(struct connections *c, struct running *r);

/*
 * Of the source that has most, the one that has been silent for longest and was
 * not told to go, or so long ago that it is told once more (leave.h); NULL: there is
 * none.
 */
struct running *connections_to_tell(const struct connections *c,
    long long now_ms);

#endif
