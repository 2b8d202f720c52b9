/*
 * Finding a kernel, its version, and the folder of its modules.
 */
#ifndef KERNELFIND_H
#define KERNELFIND_H

#include <limits.h>

#include "mkbootroot/image/kernelversion.h"

struct kernel {
	int fd;				/* open for reading */
	char path[PATH_MAX];		/* of the file, for messages */
	char version[KERNEL_VERSION_SIZE];	/* "": it is not known */
	int known;			/* by its content: an x86 kernel */
	int modules;		/* the folder of its modules, -1: there is none */
	int in_tree;			/* it is the tree's own */
	char message[PATH_MAX + 256];	/* out */
};

/*
 * Finds the kernel: the file, if it is not NULL; else in the tree, the newest
 * boot/vmlinuz-* or vmlinuz; else in the same places of this host. Its
 * modules are looked for in the tree, in ../lib/modules beside the kernel's
 * folder, and on this host. treefd is the tree's folder, -1: there is no
 * tree. 0; -1: k->message says what is wrong, errno; 0: there is no kernel.
 */
int kernel_find(const char *file, int treefd, const char *tree,
    struct kernel *k);

void kernel_close(struct kernel *k);

#endif
