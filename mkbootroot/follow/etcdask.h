/*
 * What etcd is asked, through etcdctl. What cannot be asked is said, and etcd is away.
 */
#ifndef ETCDASK_H
#define ETCDASK_H

#include "mkbootroot/follow/etcd.h"

/*
 * What is at hand is no answer: until etcd comes back, the last good map serves. Said
 * once for each reason. Sets when it is tried again.
 */
void etcd_is_away(struct etcd *s, const char *why);

/* It has answered: if it was away, says since when. */
void etcd_is_back(struct etcd *s);

/* Everything is read anew, and then watched. */
void etcd_begin_reading(struct etcd *s);
void etcd_begin_watching(struct etcd *s);

/* The next entries, from s->from on; and whether etcd is there at all. */
void etcd_ask_page(struct etcd *s);
void etcd_ask_probe(struct etcd *s);

/* Writes that we are there, which is to come back; and what is to be told. */
void etcd_ask_alive(struct etcd *s);
int etcd_ask_tell(struct etcd *s, const char *text);

/* Writes our mistakes, or that there are none any more. */
void etcd_ask_write(struct etcd *s);

#endif
