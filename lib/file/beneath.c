/*
 * The kernel keeps us beneath the boot root; no path is taken apart here to
 * find out where it leads.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "file/beneath.h"
#include "file/inroot.h"
#include "file/openhow.h"
#include "file/way.h"

int
beneath_open(int rootfd, const char *path, int flags)
{
	return inroot_open(rootfd, path, flags);
}

int
beneath_strict(int rootfd, const char *path, int flags)
{
	return open_how(rootfd, path, flags, 0, RESOLVE_BENEATH);
}

int
beneath_nolink(int rootfd, const char *path, int flags, mode_t mode)
{
	return open_how(rootfd, path, flags, mode,
	    RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS);
}

int
beneath_chroot(int rootfd, const char *path, int flags)
{
	return open_how(rootfd, path, flags, 0, RESOLVE_IN_ROOT);
}

/* fd if it is a regular file; closes it if not. */
static int
only_file(int fd)
{
	struct stat st;
	int error;

	if (fd == -1)
		return -1;
	error = fstat(fd, &st) == -1 ? errno :
	    S_ISREG(st.st_mode) ? 0 : EINVAL;
	if (error == 0)
		return fd;
	close(fd);
	errno = error;
	return -1;
}

static int
open_file(int rootfd, const char *path, unsigned resolve)
{
	int fd;

	fd = only_file(open_how(rootfd, path, O_PATH, 0, resolve));
	if (fd == -1)
		return -1;
	close(fd);
	return only_file(open_how(rootfd, path,
	    O_RDONLY | O_NONBLOCK | O_NOCTTY, 0, resolve));
}

int
beneath_chroot_file(int rootfd, const char *path)
{
	return open_file(rootfd, path, RESOLVE_IN_ROOT);
}

int
beneath_nolink_file(int rootfd, const char *path)
{
	return open_file(rootfd, path, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS);
}

int
beneath_stat(int rootfd, const char *path, struct stat *st)
{
	int fd, result, error;

	if ((fd = beneath_open(rootfd, path, O_PATH)) == -1)
		return -1;
	result = fstat(fd, st);
	error = errno;
	close(fd);
	errno = error;
	return result;
}

static const char *
open_reason(int error)
{
	switch (error) {
	case ENOENT:
	case ENOTDIR:
		return "no such file in the boot root";
	case EXDEV:
		return "its link leads to nothing in the boot root";
	case ELOOP:
		return "its links form a circle";
	default:
		return strerror(error);
	}
}

/* The same file for each question, whatever happens to its name meanwhile. */
static const char *
file_reason(int rootfd, const char *path, int fd)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return strerror(errno);
	if (S_ISDIR(st.st_mode))
		return "it is a folder";
	if (!S_ISREG(st.st_mode))
		return "it is not a regular file";
	if ((st.st_mode & S_IROTH) == 0)
		return "not everybody may read it; check -f mends it";
	return way_look(rootfd, path, fd) != WAY_CLOSED ? NULL :
	    "not everybody may enter its folder; check -f mends it";
}

const char *
beneath_reason(int rootfd, const char *path)
{
	const int fd = beneath_open(rootfd, path, O_PATH);
	const char *reason;

	if (fd == -1)
		return open_reason(errno);
	reason = file_reason(rootfd, path, fd);
	close(fd);
	return reason;
}
