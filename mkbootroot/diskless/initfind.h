/*
 * The first program that a client runs, /init.
 */
#ifndef INITFIND_H
#define INITFIND_H

#include "mkbootroot/diskless/initramfs.h"

enum init {
	INIT_FOUND,		/* the tree has one, or /sbin/init, linked now */
	INIT_MISSING,
	INIT_WRONG		/* it could not be started */
};

/*
 * Makes sure of /init: a link to sbin/init where the tree has only that.
 * reason: what is wrong with it; with INIT_FOUND too, if it may be; NULL.
 */
enum init init_find(struct initramfs *r, const char **reason);

#endif
