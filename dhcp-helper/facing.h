/*
 * Our address for a client: the one of our addresses on its link by which it
 * can reach us. Pure.
 */
#ifndef FACING_H
#define FACING_H

#include "dhcp-helper/decide.h"

/*
 * Our address on the link in the subnet of another address, the narrowest;
 * NULL: there is none.
 */
const struct interface_address *facing_in_net(const struct interface *i,
    struct in_addr a);

/* Whether an address is ours on the link, in whatever subnet. */
int facing_has(const struct interface *i, struct in_addr a);

/*
 * Whether a server identifier means us: it is our address for the client, or
 * another of our addresses on its link. A relay can give all servers the same
 * identifier; then only this identifier means us.
 */
int facing_is_named(const struct message *m, const struct decision *d,
    const struct interface *via);

/*
 * Puts into *via our address in the net of a client that was looked up: of its
 * ip=, else of the address that it has. Where it has written to one of ours, or
 * asks through a relay, or none is in its net, *via stays as it is.
 */
void facing_choose(const struct message *m, const struct decision *d,
    struct interface *via);

#endif
