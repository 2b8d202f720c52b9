/*
 * The way to a file of the boot root: whether everybody may go it. A file that
 * all may read is not for all in a folder that only some may enter.
 */
#ifndef WAY_H
#define WAY_H

/*
 * fd is the file that was opened at path, beneath root_fd. 1: everybody may
 * pass each folder on the way, the boot root itself left aside, which the
 * administrator has named; 0: not, or it cannot be told, since links lead there
 * and /proc is missing.
 */
int way_is_open(int root_fd, const char *path, int fd);

#endif
