/*
 * What etcdctl tells while it watches: changes, as they come.
 */
#ifndef ETCDWATCH_H
#define ETCDWATCH_H

#include "mkbootroot/follow/etcd.h"

/* Takes whatever is there of it. */
void etcd_hear_watch(struct etcd *s);

#endif
