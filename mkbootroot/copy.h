/*
 * Copying a file.
 */
#ifndef COPY_H
#define COPY_H

/*
 * Makes a file that everybody may read out of an open one: the bytes, or -1:
 * errno.
 */
long long copy_to(int from, int dirfd, const char *name);

#endif
