/*
 * Whether everybody may pass all folders on the way to a file of the boot root.
 * A file that is readable for all is closed to some users if they may not enter
 * a folder above it.
 */
#ifndef WAY_H
#define WAY_H

/*
 * fd is the file that was opened at path, beneath root_fd. 1: everybody may
 * pass each folder on the way; the boot root itself does not count, because the
 * administrator has named it. 0: not everybody may, or it is not known, because
 * links lead there and /proc is missing.
 */
int way_is_open(int root_fd, const char *path, int fd);

#endif
