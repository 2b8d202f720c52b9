/*
 * The ISO file beside what was unpacked of it, for media whose system wants to have
 * it as a whole.
 */
#ifndef KEEPISO_H
#define KEEPISO_H

/*
 * Puts the ISO file `source` into the folder that it was unpacked into, under the
 * name that the table of media has for it: blocks that the file system shares, a
 * hard link, or a copy; of a packed one, what is in it. The number of names, 0 or
 * 1, that are hard links in *linked. 1: *name is set; 0: the medium wants none, or
 * has it; -1: errno.
 */
int keep_iso(int dirfd, const char *source, int is_packed, const char **name,
    int *linked);

#endif
