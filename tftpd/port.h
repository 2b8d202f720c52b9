/*
 * The ports of the children's sockets, where a firewall lets only some
 * through.
 */
#ifndef PORT_H
#define PORT_H

#include "net/datagram.h"

struct port_range {
	unsigned first, last;	/* both included; first 0: any port */
};

/*
 * Reads "first:last" from 1024 to 65535: below, a port wants privileges that
 * a child does not have. NULL: done; otherwise what is wrong with it.
 */
const char *port_parse(const char *text, struct port_range *range);

/*
 * Binds fd to an address and a free port of the range. Each process begins at
 * another one, so that they do not meet at the first. -1: errno; EADDRINUSE:
 * none is free.
 */
int port_bind(int fd, const union address *local,
    const struct port_range *range);

#endif
