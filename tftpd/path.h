/*
 * How much a packet to a client may carry.
 */
#ifndef PATH_H
#define PATH_H

#include "net/datagram.h"

/*
 * The largest blksize that one packet of the path carries, as the kernel
 * knows the path: of a socket that is connected to the client.
 */
unsigned path_blksize(int fd, int family);

/* The same for a client to which there is no such socket. */
unsigned path_blksize_to(const union address *client);

#endif
