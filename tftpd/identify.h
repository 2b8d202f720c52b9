/*
 * Who asks: a TFTP request does not say, so it is found out. All this is
 * convenience, not secrecy.
 */
#ifndef IDENTIFY_H
#define IDENTIFY_H

#include "map/client.h"
#include "net/datagram.h"

/*
 * Fills *who: the MAC of the neighbour table; else the client whose ip= is
 * the sender's address; else a MAC or a UUID in the requested name, as
 * PXELINUX and GRUB write it. Where the table and ip= name two different
 * clients the MAC wins and *disagree is set. neighbour_fd may be -1, m NULL.
 */
void identify(const struct map *m, int neighbour_fd, const struct datagram *d,
    const char *path, struct who *who, int *disagree);

/* A MAC or UUID at the end of a path, for tests: 1 or 0. */
int identify_name(const char *path, struct who *who);

#endif
