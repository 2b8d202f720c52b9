/*
 * A file of the boot root in an archive, as Linux unpacks it over its initial
 * ramdisk: where "X.cpio" is asked for and only X is there, X is sent between
 * what is before and behind a file in such an archive. Nothing is copied.
 */
#ifndef ARCHIVEFILE_H
#define ARCHIVEFILE_H

#include "view/bootfile.h"
#include "view/preseedfile.h"

#define ARCHIVEFILE_SUFFIX ".cpio"

/*
 * The path of the file that a path of this kind stands for, in size bytes. 1; 0: it
 * is no such path.
 */
int archivefile_path(const char *path, char *file, size_t size);

/*
 * Opens the file, whose path is `file`, into *b, which is empty, as an archive. Its
 * name in that is the last part of the path. *made is for the caller to free. On
 * anything but VIEW_OPEN *why is set; an archive has no file of 4 GiB or more.
 */
enum view_verdict archivefile_open(struct bootfile *b, int root_fd,
    const char *file, struct view_made *made, struct view_why *why);

#endif
