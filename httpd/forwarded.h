/*
 * Whom a proxy asks for: the last address of Forwarded (RFC 7239) or of
 * X-Forwarded-For. Only for requests of a proxy that the administrator trusts:
 * anybody can write these lines. Pure.
 */
#ifndef FORWARDED_H
#define FORWARDED_H

#include "httpd/fields.h"
#include "net/datagram.h"

/*
 * 1: *client is set, port 0, and IPv4 in IPv6 is IPv4; 0: neither line is there;
 * -1: the last element is no address ("unknown"), or the two contradict each
 * other: a proxy adds to one of them, and the other is what its client wrote.
 */
int forwarded_client(const struct fields *f, union address *client);

#endif
