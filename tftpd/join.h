/*
 * Letting a client join a multicast group (-g), or begin one.
 */
#ifndef JOIN_H
#define JOIN_H

#include "tftpd/asking.h"
#include "tftpd/server.h"

/*
 * 1: the client is one of a group now and noted in the slot r, or it is to ask
 * again; 0: it is to be served alone.
 */
int join_group(struct server *s, const struct asking *a, struct running *r);

#endif
