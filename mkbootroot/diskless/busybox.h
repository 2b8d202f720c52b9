/*
 * The small system that a ramdisk boots into, or mounts another root from:
 * busybox and the script /init.
 */
#ifndef BUSYBOX_H
#define BUSYBOX_H

#include "mkbootroot/diskless/initramfs.h"

/*
 * What every /init of ours begins with, a shell script: mounts proc, sys and
 * dev, loads the drivers of the devices that are there, brings the network
 * up with udhcpc. Then $nic is the card that has an address, or empty, and
 * the lease is in /run/lease: lines of the form address=10.9.0.21, as
 * udhcpc names what it was given. What an /init does then stands behind it.
 */
extern const char busybox_init_begin[];

/*
 * Adds bin/busybox, the folders and the script that its commands need, and
 * /init: busybox_init_begin and then `end`. What is there stays. program is
 * busybox, n bytes; NULL: the tree has one. 0; -1: errno.
 */
int busybox_add(struct initramfs *r, const void *program, size_t n,
    const char *end);

/*
 * Reads this host's busybox, which must not need libraries: the first such
 * one in $PATH. The caller frees it. NULL: message says why not.
 */
void *busybox_read(size_t *n, char *message, size_t message_size);

#endif
