/*
 * What etcd is asked, through etcdctl. What cannot be asked is said, and etcd is away.
 */
#ifndef ETCDASK_H
#define ETCDASK_H

#include "mkbootroot/follow/etcd.h"

/* The next entries, from s->from on. */
void etcd_ask_page(struct etcd *s);

/* Whether it is there, and has a majority. */
void etcd_ask_probe(struct etcd *s);

/* What changes from a revision on. */
void etcd_ask_watch(struct etcd *s, long long revision);

/* Writes that we are there, which is to come back; and what is to be told. */
void etcd_ask_alive(struct etcd *s);
int etcd_ask_tell(struct etcd *s, const char *text);

/* Writes our mistakes, or that there are none any more. */
void etcd_ask_write(struct etcd *s);

#endif
