/*
 * Who a client is by where it is: its address, and the MAC address that the
 * kernel's neighbour table has for that.
 */
#ifndef MEETING_H
#define MEETING_H

#include "daemon/allowance.h"
#include "map/client.h"
#include "net/datagram.h"

struct meeting {
	int neighbour_fd;	/* -1: there is no netlink here */
	struct allowance waits;	/* for those who do not answer */
};

/* neighbour_fd is set later. */
void meeting_begin(struct meeting *m);

/*
 * Who sent a datagram, which came in by fd. A client that the kernel has lost sight
 * of is waited for, for as long as it takes to say where it is: a loader that is
 * at work for seconds, as GRUB is while it verifies a kernel, answers nobody
 * meanwhile, and then asks for its initrd.
 */
struct who meeting_who(struct meeting *m, int fd, const struct datagram *d);

#endif
