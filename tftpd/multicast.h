/*
 * The process that sends one file to a group of clients (RFC 2090).
 *
 * The blocks go to the group; one client, the master, acknowledges, and so
 * says which block is next: the one behind its first gap. When it is done,
 * silent or gone, the next client is made master, and asks for what it has
 * missed. Clients come over a local socket from the parent; what others send
 * is passed over. The process ends with its last client.
 */
#ifndef MULTICAST_H
#define MULTICAST_H

#include "net/datagram.h"
#include "tftpd/channel.h"
#include "tftpd/child.h"
#include "tftpd/lockin.h"
#include "view/bootfile.h"

#define MULTICAST_BLOCKS_MAX 65535	/* clients keep a map of what they
					   have, and no number comes twice */

/* All that the process knows of what it is to do, as in child.h. */
struct multicast {
	union address group;		/* with its port */
	unsigned ttl;
	struct datagram asked;		/* by the first client: the addresses */
	struct port_range ports;
	struct bootfile file;
	unsigned blksize;
	unsigned first_ms, tries;	/* as in struct send */
	unsigned guesses;		/* see credit.h */
	char title[CHILD_TITLE_SIZE];	/* for ps */
	size_t clients_max;		/* at a time */
	int newcomer_fd;		/* the parent writes newcomers there */
	int report_fd;			/* a report for each client */
	struct lockin lockin;
	struct surplus surplus;		/* what is to be closed first */
};

/* Serves the clients and exits; never returns. */
_Noreturn void multicast_run(const struct multicast *m);

#endif
