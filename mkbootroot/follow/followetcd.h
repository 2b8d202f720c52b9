/*
 * The clients of an etcd of version 3 as the map, by etcd's own etcdctl(1): where etcd
 * is, its password and its certificates are in the environment, as etcdctl has them.
 */
#ifndef FOLLOWETCD_H
#define FOLLOWETCD_H

#include "mkbootroot/follow/followmap.h"

#define FOLLOWETCD_PREFIX "bootroot/"

/*
 * Follows until it is told to end. Below prefix, which ends with "/", clients/WHO has
 * the lines, and mistakes/HOST is told what is wrong with them. Exit code.
 */
int followetcd(struct followmap *m, const char *prefix);

#endif
