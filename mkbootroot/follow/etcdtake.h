/*
 * What etcd tells: an entry that is read, or a change of one. For etcdjson_read();
 * arg is the struct etcd. -1: errno, no memory.
 */
#ifndef ETCDTAKE_H
#define ETCDTAKE_H

#include "mkbootroot/follow/etcd.h"
#include "mkbootroot/follow/etcdjson.h"

int etcd_take_entry(void *arg, const struct etcdevent *e);
int etcd_take_change(void *arg, const struct etcdevent *e);

/* That we were there, as it was before it was written anew: then it is known no more. */
int etcd_take_previous(void *arg, const struct etcdevent *e);

#endif
