/*
 * Whether an answer may go to an address that a packet names: to one host's
 * port, never to many hosts or to none. Pure.
 */
#ifndef ANSWERABLE_H
#define ANSWERABLE_H

#include "net/address.h"

/* By what the address itself says; its port counts. */
int answerable(const union address *a);

/*
 * Whether an IPv4 address is none of the two of a net that are no host's: all
 * ones, by which all are meant, and all zeros, which once meant the same.
 */
int answerable_in_net(struct in_addr a, struct in_addr net,
    struct in_addr mask);

/* Whether an IPv4 address is one that every host has for itself. */
int answerable_by_itself(struct in_addr a);

#endif
