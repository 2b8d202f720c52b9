/*
 * Which way an answer goes: to everybody on the link, to a relay, to the client's
 * address, or to where the message came from. Pure.
 */
#ifndef WAYBACK_H
#define WAYBACK_H

#include "dhcp-helper/decide.h"

/* Fills d->to for an answer that is decided. */
void wayback_choose(const struct message *m, struct decision *d);

/* Whether that is one host, where the message itself names it. */
int wayback_is_open(const struct message *m, const struct interface *via,
    const struct decision *d);

#endif
