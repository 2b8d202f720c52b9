/*
 * A folder as the content of an initramfs.
 */
#ifndef TREE_H
#define TREE_H

#include <stddef.h>

#include "mkbootroot/diskless/initramfs.h"

struct tree {
	int dirfd;		/* the folder; it stays open while r is used */
	int rootfd;		/* the boot root, which must not lie in it */
	/* Called for what is left out or looks wrong: "NAME: reason". */
	void (*warn)(void *arg, const char *path, const char *reason);
	void *warn_arg;
	char message[768];	/* out */
};

/*
 * Adds all that is in the folder but for the caches of apt, sockets, and what
 * is mounted in it. Nothing is read yet, but may everything be. 0; -1:
 * t->message says why not, errno; 0: the folder is to blame.
 */
int tree_add(struct tree *t, struct initramfs *r);

/*
 * Opens the initrd in the tree's boot/ that belongs to the kernel of this
 * path. -1: errno, ENOENT where there is none.
 */
int tree_initrd_open(int treefd, const char *kernel);

#endif
