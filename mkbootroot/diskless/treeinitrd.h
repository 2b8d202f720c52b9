/*
 * The initrd that a tree has for a kernel.
 */
#ifndef TREEINITRD_H
#define TREEINITRD_H

/*
 * Opens the initrd in the tree's boot/ that belongs to the kernel of this
 * path. -1: errno, ENOENT where there is none.
 */
int tree_initrd_open(int treefd, const char *kernel);

#endif
