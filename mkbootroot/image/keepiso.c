/*
 * As for large files of a folder that is copied: see unpackcopy.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file/given.h"
#include "mkbootroot/image/copy.h"
#include "mkbootroot/image/keepiso.h"
#include "mkbootroot/image/mediumfind.h"
#include "mkbootroot/image/packediso.h"

/* 1; 0: the file system shares no blocks; -1: errno. */
static int
clone(int from, int dirfd, const char *name)
{
	int to = openat(dirfd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
	    O_CLOEXEC, 0600), cloned;

	if (to == -1)
		return -1;
	cloned = ioctl(to, FICLONE, from) == 0 && fchmod(to, 0644) == 0;
	close(to);
	if (!cloned)
		unlinkat(dirfd, name, 0);
	return cloned;
}

/* 1; 0: it is on another file system, or everybody else may not read it. */
static int
hard_link(int from, int dirfd, const char *name)
{
	char proc[32];
	struct stat st;

	if (fstat(from, &st) == -1 || (st.st_mode & 07777) != 0644)
		return 0;
	snprintf(proc, sizeof(proc), "/proc/self/fd/%d", from);
	return linkat(AT_FDCWD, proc, dirfd, name, AT_SYMLINK_FOLLOW) == 0;
}

static int
put_unpacked(const char *source, int dirfd, const char *name)
{
	int to = openat(dirfd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
	    O_CLOEXEC, 0600), done, error;

	if (to == -1)
		return -1;
	done = packediso_copy(source, to, PACKEDISO_ALL) == 0 &&
	    fchmod(to, 0644) == 0;
	error = errno;
	if (close(to) == -1 && done) {
		error = errno;
		done = 0;
	}
	errno = error;
	return done ? 1 : -1;
}

static int
put(int from, int dirfd, const char *name, int *linked)
{
	int done = clone(from, dirfd, name);

	if (done != 0)
		return done;
	if ((*linked = hard_link(from, dirfd, name)) != 0)
		return 1;
	return copy_to(from, dirfd, name) == -1 ? -1 : 1;
}

int
keep_iso(int dirfd, const char *source, int is_packed, const char **name,
    int *linked)
{
	struct medium_found found;
	int from, kept, error;

	*linked = 0;
	medium_find(dirfd, ".", &found);
	if (found.medium == NULL || !found.lacks_iso)
		return 0;
	*name = found.medium->iso;
	if (is_packed)
		return put_unpacked(source, dirfd, *name);
	if ((from = given_open(source)) == -1)
		return -1;
	kept = put(from, dirfd, *name, linked);
	error = errno;
	close(from);
	errno = error;
	return kept;
}
