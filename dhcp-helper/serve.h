/*
 * The way of one datagram through the program.
 */
#ifndef SERVE_H
#define SERVE_H

#include "datagram.h"
#include "map.h"

/* What one datagram after the other needs. */
struct server {
	const char *interface;	/* the only one to answer on; NULL: all */
	const char *map_path;
	struct map map;		/* begin with .fd = -1 */
	char map_trouble[128];	/* as it was logged last; "": none */
};

/*
 * Serves a datagram that came to the socket fd on `port` (host byte order):
 * answers through the same socket or stays silent, and logs either with its
 * reason.
 */
void serve(struct server *s, int fd, unsigned port, const struct datagram *d);

#endif
