/*
 * A process for a connection, and what it takes along.
 */
#ifndef START_H
#define START_H

#include "httpd/server.h"

/* Room for what a child is told. -1: errno. */
int start_open(struct server *s);

/*
 * Starts the process that serves a connection, which is closed here, and notes it in
 * the place r. 0; -1: there is no process for it, errno, and fd is still open.
 */
int start_connection(struct server *s, int fd, const union address *peer,
    struct running *r);

/* Whether -f names this address. */
int start_is_proxy(const struct server *s, const union address *peer);

#endif
