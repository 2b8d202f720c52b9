/*
 * What etcdctl has answered: to a question, and the pages of a reading.
 */
#ifndef ETCDHEAR_H
#define ETCDHEAR_H

#include "mkbootroot/follow/etcd.h"

/* Takes whatever is there of it. */
void etcd_hear(struct etcd *s);

#endif
