/*
 * Whose permission is missing: the first folder on the way to a file that we
 * may not pass, or the file that not everybody may read.
 */
#ifndef PERMISSION_H
#define PERMISSION_H

#include <stddef.h>

#define PERMISSION_TEXT_SIZE 1024

/*
 * Walks a path beneath root_fd that could not be opened for want of permission
 * and writes words for the log: "path=debian12/private needs=o+x mode=0700
 * owner=0:0 us=65534:65534". Where the modes allow it, a label or a list of
 * its own does not, and the words are a hint: "maybe=SELinux,AppArmor,ACL", with
 * label= if it can be read. Returns buf.
 */
char *permission_missing(int root_fd, const char *path, char *buf,
    size_t size);

#endif
