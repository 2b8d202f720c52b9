/*
 * Whether etcd is there, and what is done about it: from being asked for the first time,
 * by way of reading everything, to watching what changes.
 */
#ifndef ETCDTHERE_H
#define ETCDTHERE_H

#include "mkbootroot/follow/etcd.h"

/* The endpoint that was asked has failed: another one is asked, or etcd is away. */
void etcd_has_failed(struct etcd *s, const char *why);

/* It has answered while it was watched. */
void etcd_is_well(struct etcd *s);

/* The watch has ended by itself. */
void etcd_watch_has_ended(struct etcd *s, const char *why);

/* What is known may be of another history: everything is read anew. */
void etcd_read_anew(struct etcd *s, const char *why);

/* It is tried whether etcd is there; then everything is read, and then watched. */
void etcd_begin(struct etcd *s);

/* It is there: what was begun goes on. */
void etcd_has_joined(struct etcd *s);

/* Everything is read again, while it is watched. */
void etcd_begin_again(struct etcd *s);

/* All pages are here; or one could not be had, for this reason. */
void etcd_has_read(struct etcd *s);
void etcd_reading_has_failed(struct etcd *s, const char *why);

/* The reason to give where an answer has this wrong. Returns buf. */
#define ETCD_GARBLED_SIZE 160
const char *etcd_garbled(const char *wrong, char buf[ETCD_GARBLED_SIZE]);

#endif
