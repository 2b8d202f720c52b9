/*
 * openat2(2), for whatever is opened beneath a folder.
 */
#ifndef OPENHOW_H
#define OPENHOW_H

#include <linux/openat2.h>
#include <sys/types.h>

/*
 * Opens a path with the flags of open(2), close-on-exec, and RESOLVE_… words;
 * links of /proc are never followed. mode: of what is made; else 0. A descriptor;
 * -1: errno. What is renamed while the path is walked makes the kernel give up
 * (EAGAIN): it is tried some times.
 */
int open_how(int folder_fd, const char *path, int flags, mode_t mode,
    unsigned resolve);

#endif
