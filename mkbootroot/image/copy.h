/*
 * Copying a file.
 */
#ifndef COPY_H
#define COPY_H

/* Copies what is left of one file into another: the bytes, or -1: errno. */
long long copy(int from, int to);

/*
 * Makes a file that everybody may read out of an open one: the bytes, or -1:
 * errno.
 */
long long copy_to(int from, int dirfd, const char *name);

#endif
