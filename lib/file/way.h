/*
 * Whether everybody may pass all folders on the way to a file of the boot root.
 * A file that is readable for all is closed to some users if they may not enter
 * a folder above it.
 */
#ifndef WAY_H
#define WAY_H

#include <limits.h>

enum way {
	WAY_CLOSED,	/* not everybody may pass, or it is not known, because links
			   lead there and /proc is missing */
	WAY_OPEN,	/* everybody may pass each folder; the boot root itself does
			   not count, because the administrator has named it */
	WAY_LINKED	/* the same, and the file has another path: way_end() */
};

/* fd is the file that was opened at path, beneath root_fd. */
enum way way_look(int root_fd, const char *path, int fd);

/*
 * The path of a file or folder from the boot root, in which no part is a link; of one
 * that was removed or replaced since it was opened, the path that it had. -1: it is not
 * known.
 */
int way_end(int root_fd, int fd, char path[PATH_MAX]);

#endif
