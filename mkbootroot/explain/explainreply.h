/*
 * explain, second step: what dhcp-helper says to the client.
 */
#ifndef EXPLAINREPLY_H
#define EXPLAINREPLY_H

#include "done/done.h"
#include "map/loader.h"
#include "map/map.h"

/*
 * Asks dhcp-helper's own functions as the client's firmware would, and prints the
 * packet that answers, field by field; d says who is done. 0; -1: the question
 * could not be made.
 */
int explain_reply(const struct map *m, const struct who *who,
    const struct client *c, const struct done *d, unsigned arch,
    enum client_stage stage);

#endif
