/*
 * Removing folders that imports have made.
 */
#ifndef REMOVE_H
#define REMOVE_H

/*
 * Removes a file or a folder with all that is in it; no link is followed.
 * 0, also when there is nothing; -1: errno.
 */
int remove_tree(int dirfd, const char *name);

/*
 * Removes every .NAME.new of the folder that nobody holds the lock of: what
 * killed imports have left.
 */
void remove_leftovers(int dirfd);

#endif
