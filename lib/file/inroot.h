/*
 * Opening beneath the boot root, and nowhere else, with links followed as a
 * server follows them that has the boot root for its root.
 */
#ifndef INROOT_H
#define INROOT_H

/*
 * openat2(2) with RESOLVE_IN_ROOT, close-on-exec: an absolute link begins at
 * root_fd, and ".." of a link ends there; links of /proc are never followed.
 * Where nothing is there, an absolute link that begins with the boot root's own
 * path on this host is taken for what it means. -1: errno; EXDEV: a link on
 * the way leads to what is not in the boot root.
 */
int inroot_open(int root_fd, const char *path, int flags);

#endif
