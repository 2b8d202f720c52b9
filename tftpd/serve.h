/*
 * One request, from its datagram to a process that sends or to a refusal.
 */
#ifndef SERVE_H
#define SERVE_H

#include "tftpd/server.h"

/* Serves the request that came in by a socket of the listener. */
void serve(struct server *s, int fd, const struct datagram *d);

#endif
