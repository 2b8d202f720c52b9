/*
 * openat2(2), to open something beneath a folder.
 */
#ifndef OPENHOW_H
#define OPENHOW_H

#include <linux/openat2.h>
#include <sys/types.h>

/*
 * Opens a path with the flags of open(2), close-on-exec, and RESOLVE_… words;
 * links of /proc are never followed. mode is that of a new file, else 0.
 * Returns a descriptor; -1: errno. The kernel gives up (EAGAIN) if something is
 * renamed while it walks the path: then it is asked again some times.
 */
int open_how(int folder_fd, const char *path, int flags, mode_t mode,
    unsigned resolve);

#endif
