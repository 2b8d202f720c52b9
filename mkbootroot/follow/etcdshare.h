/*
 * Who is done, through etcd: what the store is told, and that we hear of it.
 */
#ifndef ETCDSHARE_H
#define ETCDSHARE_H

#include "mkbootroot/follow/etcd.h"

/* What is due of it. */
void etcdshare_step(struct etcd *s);

/* What became of writing that we are there: it did not come about. */
void etcdshare_failed(struct etcd *s, const char *why);

/* How long to wait for it, of ms at most. */
int etcdshare_wait_ms(const struct etcd *s, int ms);

#endif
