/*
 * One request, from its datagram to a process that sends or to a refusal.
 */
#ifndef SERVE_H
#define SERVE_H

#include "tftpd/server.h"

/* Serves the request that came in by a socket of the listener. */
void serve(struct server *s, int fd, const struct datagram *d);

/*
 * With -1 what is no request goes to the transfer of its client. 1: it did.
 */
int serve_deliver(struct server *s, const struct datagram *d);

/*
 * With -1: tells the transfers of clients of which fd has heard that nobody
 * listens there. What they sent before is to be delivered first.
 */
void serve_refusals(struct server *s, int fd);

#endif
