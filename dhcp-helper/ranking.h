/*
 * Which of a client's several servers we are, and how long our answer waits for
 * those before us. Pure.
 */
#ifndef RANKING_H
#define RANKING_H

#include "dhcp-helper/decide.h"

/* A message that was repeated more often waits no shorter. */
#define RANKING_REPEATS_MAX 3

/*
 * Finds us in the list of a client that was looked up, and has us named as its
 * server: by our address on the client's link, else by any other of this host
 * (f->is_ours). It is then the one that we answer from as well, unless the client
 * has written to another, asks through a relay, or has its ip= in another subnet.
 * Without a list nothing is changed. Of several addresses of ours the first in the
 * client's order counts.
 */
void ranking_take(const struct message *m, const struct facts *f,
    struct interface *via, struct decision *d);

/* Whether a server is one of the client's several. */
int ranking_has(const struct client *c, struct in_addr server);

/*
 * How long an answer waits, in ms: rank times the delay, and half as long for each
 * time that the client has asked before. 0 for who has asked us alone.
 */
unsigned ranking_wait_ms(const struct message *m, const struct facts *f,
    const struct decision *d);

#endif
