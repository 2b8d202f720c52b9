/*
 * The interfaces of this host and our IPv4 address on each, asked through
 * the socket that was inherited: no other socket is ever opened.
 */
#ifndef INTERFACE_H
#define INTERFACE_H

#include <net/if.h>
#include <netinet/in.h>
#include <stddef.h>

#include "net/datagram.h"

#define INTERFACE_MAX 64
#define INTERFACE_ADDRESSES 8	/* of one interface; more are not looked at */

struct interface_address {
	struct in_addr address, netmask;
};

struct interface {
	unsigned index;			/* 0: not known, routing decides */
	char name[IF_NAMESIZE];		/* "-": not known */
	struct in_addr address;		/* ours; 0.0.0.0: it has none */
	struct in_addr netmask;		/* of it; 0.0.0.0: not known */
	int is_used;			/* the client has written to it */
	struct interface_address all[INTERFACE_ADDRESSES];	/* ours on
				   this link, in whatever subnets */
	size_t all_n;
};

/*
 * What was asked through a socket for the datagrams that are taken from it in
 * one turn: all of them are answered by the interfaces as they were when it
 * was asked for the first time. A turn is short.
 */
struct interface_turn {
	int fd;
	struct interface link;		/* index 0: not asked yet */
	struct interface_address net[INTERFACE_MAX];	/* this host is on */
	int nets;			/* -1: not asked yet */
};

void interface_turn_begin(struct interface_turn *t, int fd);

/*
 * Finds an interface by its name. 1: *i is filled; 0: there is none. One without an
 * address has 0.0.0.0.
 */
int interface_by_name(int fd, const char *name, struct interface *i);

/*
 * Whether an address is one host's, by all nets that this host is on: none of
 * their broadcast addresses.
 */
int interface_answerable(struct interface_turn *t, struct in_addr a);

/* Whether an address is one of this host's, on whatever link. */
int interface_is_ours(struct interface_turn *t, struct in_addr a);

/*
 * Finds where a datagram came from: the interface that it names, with our
 * address that the client used. When it names none (it was queued before
 * anybody asked for that), `only` if given; else, when it was sent to an
 * address of ours, the interface that has it; else every interface that
 * clients can be on, which is one on most hosts. Returns how many: 0 also
 * when it came by another interface than `only` (NULL: any will do).
 */
int interface_of(struct interface_turn *t, const struct datagram *d,
    const char *only, struct interface *list, int max);

#endif
