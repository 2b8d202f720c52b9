/*
 * Opening a file whose name is right but for the case of its letters: Windows'
 * boot manager asks for \Boot\BCD, whatever the folder is called on disk.
 */
#ifndef NOCASE_H
#define NOCASE_H

#include <stddef.h>

#include "view/bootfile.h"

/* A folder with more entries is not searched. */
#define NOCASE_ENTRIES 1000

/*
 * Opens a path beneath root_fd as bootfile_open() does. Its first `fixed`
 * bytes, a folder with its slash, are taken as they are. What follows is matched part
 * by part: a part that is there as it stands comes first, else of those that differ in
 * the case of ASCII letters the first in the order of bytes. A folder that may not be
 * listed has no such part; one that the system cannot list is a refusal of its own.
 * When the verdict is VIEW_OPEN, path holds the name as it is on disk, which is as long.
 */
enum view_verdict nocase_open(struct bootfile *b, int root_fd, char *path,
    size_t fixed, struct view_why *why);

#endif
