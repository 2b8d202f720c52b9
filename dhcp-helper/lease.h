/*
 * Static DHCP (RFC 2131) and BOOTP (RFC 951): what a client is answered
 * whose record has ip=.
 */
#ifndef LEASE_H
#define LEASE_H

#include "dhcp-helper/decide.h"

/* The link that a client is on: of its relay's words, or ours. */
struct in_addr lease_link(const struct message *m,
    const struct interface *via);

/*
 * Whether a datagram, by its addresses, can have been sent by a host of the
 * link only: for facts.from_link.
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
