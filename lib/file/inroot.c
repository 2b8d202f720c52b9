/*
 * The kernel keeps us in the boot root, whatever a path and its links say, and
 * whoever changes them meanwhile: nothing that is found out about a link here
 * opens anything by itself.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "file/inroot.h"
#include "file/linkway.h"
#include "file/openhow.h"

static int
is_absent(int error)
{
	return error == ENOENT || error == ENOTDIR;
}

int
inroot_open(int root_fd, const char *path, int flags)
{
	struct linkway w;
	int fd;

	/* What no link leads out of is the same thus, and absent for good. */
	fd = open_how(root_fd, path, flags, 0, RESOLVE_BENEATH);
	if (fd != -1 || errno != EXDEV)
		return fd;
	/* A link on the way is absolute, or climbs out of the root. */
	fd = open_how(root_fd, path, flags, 0, RESOLVE_IN_ROOT);
	if (fd != -1 || !is_absent(errno))
		return fd;
	if (linkway_begin(&w, root_fd, path) == 0) {
		while (linkway_step(&w))
			;
		/* Nothing is left of a link to the boot root itself. */
		fd = open_how(root_fd, w.path[0] == '\0' ? "." : w.path,
		    flags, 0, RESOLVE_IN_ROOT);
		if (fd != -1 || !is_absent(errno))
			return fd;
		/* The link leads to a folder, which has no such file. */
		if (linkway_is_behind(&w))
			return -1;
	}
	errno = EXDEV;
	return -1;
}
