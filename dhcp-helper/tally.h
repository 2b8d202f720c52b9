/*
 * What dhcp-helper counts.
 */
#ifndef TALLY_H
#define TALLY_H

#include "daemon/counter.h"
#include "dhcp-helper/decide.h"

/* Begins to count. */
void tally_begin(struct counters *c);

/* Counts a decision, as it was carried out. */
void tally_decision(struct counters *c, const struct decision *d);

/* Counts a message of which nothing was decided, for this reason. */
void tally_silent(struct counters *c, enum silence reason);

#endif
