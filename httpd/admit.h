/*
 * A connection that has come: who has too many is turned away, and where there is no
 * place, one is asked for.
 */
#ifndef ADMIT_H
#define ADMIT_H

#include "httpd/server.h"

/* Serves the connection fd of a peer, or turns it away; fd is not the caller's
   any more. */
void admit(struct server *s, int fd, const union address *peer);

/* Takes those that wait at a listening socket. -1: errno. */
int admit_waiting(struct server *s, int fd);

/* The one that was held, if there is a place now, or none was found in time. */
void admit_held(struct server *s);

/* How long to wait for that, of ms; -1: without an end. */
int admit_wait_ms(const struct server *s, int ms);

#endif
