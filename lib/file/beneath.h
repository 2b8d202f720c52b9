/*
 * Opening and judging files beneath the boot root, and nowhere else.
 */
#ifndef BENEATH_H
#define BENEATH_H

#include <sys/stat.h>

/*
 * Opens a path of the boot root as the servers do, see inroot_open(). The others
 * are openat2(2) in other folders: beneath_strict() follows links that stay
 * inside by themselves (else EXDEV), beneath_nolink() none (ELOOP),
 * beneath_chroot() as if rootfd were the root of a system.
 * -1: errno.
 */
int beneath_open(int rootfd, const char *path, int flags);
int beneath_strict(int rootfd, const char *path, int flags);
int beneath_nolink(int rootfd, const char *path, int flags, mode_t mode);
int beneath_chroot(int rootfd, const char *path, int flags);

/*
 * The same for the content of a regular file, never of a fifo, a device or a
 * folder: EINVAL. A device is not even opened, unless somebody puts it there
 * in that moment.
 */
int beneath_chroot_file(int rootfd, const char *path);
int beneath_nolink_file(int rootfd, const char *path);

/* fstat(2) of what stands at path, links followed. -1: errno. */
int beneath_stat(int rootfd, const char *path, struct stat *st);

/*
 * Whether the servers would send path: a regular file, beneath the root, that
 * everybody may read, in folders that everybody may enter. NULL, or the
 * reason why not.
 */
const char *beneath_reason(int rootfd, const char *path);

#endif
