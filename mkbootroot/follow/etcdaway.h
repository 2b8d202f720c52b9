/*
 * etcd is away, or is back: what is said of it, and what ends with it.
 */
#ifndef ETCDAWAY_H
#define ETCDAWAY_H

#include "mkbootroot/follow/etcd.h"

/* No child runs any more, and what was written is not waited for. */
void etcd_stop(struct etcd *s);

/*
 * What is at hand is no answer: until etcd comes back, the last good map serves. Said
 * once for each reason. Sets when it is tried again.
 */
void etcd_is_away(struct etcd *s, const char *why);

/* If it was away, says since when. */
void etcd_is_back(struct etcd *s);

#endif
