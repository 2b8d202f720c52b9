/*
 * Static DHCP (RFC 2131) and BOOTP (RFC 951): the answers to a client that has
 * ip= in its record.
 */
#ifndef LEASE_H
#define LEASE_H

#include "dhcp-helper/decide.h"

/* The link that a client is on: of its relay's words, or ours. */
struct in_addr lease_link(const struct message *m,
    const struct interface *via);

/*
 * Whether only a host of the link can have sent a datagram, by its addresses:
 * for facts.from_link.
 */
int lease_from_link(const union address *from, const union address *to);

/*
 * Decides about a message to port 67 of a client whose record has ip=, and
 * fills in what it is given. SILENCE_NOT: d->answer is set; otherwise
 * the reason for silence. Pure.
 */
enum silence lease_decide(const struct message *m, const struct facts *f,
    struct decision *d);

#endif
