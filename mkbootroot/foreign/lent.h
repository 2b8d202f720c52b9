/*
 * What a client is lent: an address, routers and name servers.
 */
#ifndef FOREIGN_LENT_H
#define FOREIGN_LENT_H

#include "mkbootroot/foreign/answers.h"

/*
 * Names where it depends on the firmware, or on whether it is firmware that asks:
 * the words of a client hold for all. of_all: what is taken of the answers;
 * NULL: no firmware gets one.
 */
void lent_compare(struct imported *im, const struct answers *all,
    const struct told *of_all);

#endif
