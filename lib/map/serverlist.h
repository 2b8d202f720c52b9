/*
 * The servers of a client: server= and rank-delay= of its records. Pure.
 */
#ifndef SERVERLIST_H
#define SERVERLIST_H

#include "map/client.h"

/*
 * Takes them from the first of the levels (1u << enum client_level) that has
 * server=: one into server, several into servers.
 */
void serverlist_take(struct client *c, unsigned levels);

/*
 * Puts several into the client's order, see rank.h: by its MAC address, which c has by
 * then, else by the UUID in *who.
 */
void serverlist_order(struct client *c, const struct who *who);

#endif
