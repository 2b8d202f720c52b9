/*
 * Who has this address: the kernel's neighbour table, asked by netlink.
 */
#ifndef NEIGHBOUR_H
#define NEIGHBOUR_H

#include "net/address.h"

/*
 * Opens the netlink socket; before the sandbox, and kept. -1: errno.
 */
int neighbour_open(void);

/*
 * Asks for the MAC of an address on the interface it came in by (one
 * RTM_GETNEIGH, never the whole table); ifindex 0: the interface that its
 * route has. 1: mac is set; NEIGHBOUR_LOST: it has not answered the kernel's last
 * question, or not yet; 0: not known, as this host itself is not, and nobody
 * is where fd is -1; -1: errno.
 */
#define NEIGHBOUR_LOST 2
int neighbour_mac(int fd, const union address *a, unsigned ifindex,
    unsigned char mac[6]);

#endif
