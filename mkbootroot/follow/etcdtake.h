/*
 * What etcd tells: an entry that is read, or a change of one. For etcdjson_read();
 * arg is the struct etcd. -1: errno, no memory. And who it is that tells.
 */
#ifndef ETCDTAKE_H
#define ETCDTAKE_H

#include "mkbootroot/follow/etcd.h"
#include "mkbootroot/follow/etcdjson.h"

#define ETCD_OTHER_HISTORY "etcd has another history than before"

/* Of an answer, who gives it. Why it is not the etcd of before; NULL: it is. */
const char *etcd_take_header(struct etcd *s, const struct etcdanswer *a);

int etcd_take_entry(void *arg, const struct etcdevent *e);
int etcd_take_change(void *arg, const struct etcdevent *e);

/* That we were there, as it was before it was written anew. */
int etcd_take_previous(void *arg, const struct etcdevent *e);

#endif
