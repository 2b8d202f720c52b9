/*
 * libarchive goes by the names in a folder, and follows the link that somebody
 * has put there since it looked; so the content is read here. Zeros become
 * holes.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file/beneath.h"
#include "mkbootroot/image/unpack.h"

static int
is_zero(const char *bytes, size_t n)
{
	return bytes[0] == 0 && memcmp(bytes, bytes + 1, n - 1) == 0;
}

/*
 * The file system shares the blocks of both files until one is written to. 1; 0: it
 * cannot.
 */
static int
clone(struct unpack *u, int from, int to)
{
	struct stat st;

	if (ioctl(to, FICLONE, from) == -1 || fstat(to, &st) == -1)
		return 0;
	u->bytes += (unsigned long long)st.st_size;
	u->progress(u->progress_arg, u);
	return 1;
}

/*
 * Puts a hard link to a large file in the place of the one that was made for it. 1; 0:
 * it is to be copied: it is small, on another file system, somebody else's, or has not
 * the mode that it is to have.
 */
static int
link_large(struct unpack *u, int from, int parent, const char *base,
    mode_t mode)
{
	static const char between[] = ".mkbootroot.link";
	char proc[32];
	struct stat st;

	if (fstat(from, &st) == -1 || st.st_size < UNPACK_LARGE ||
	    (st.st_mode & 07777) != mode)
		return 0;
	snprintf(proc, sizeof(proc), "/proc/self/fd/%d", from);
	if (linkat(AT_FDCWD, proc, parent, between, AT_SYMLINK_FOLLOW) == -1)
		return 0;
	if (renameat(parent, between, parent, base) == -1) {
		unlinkat(parent, between, 0);
		return 0;
	}
	u->bytes += (unsigned long long)st.st_size;
	u->linked++;
	u->progress(u->progress_arg, u);
	return 1;
}

int
unpack_copy(struct unpack *u, int fd, int parent, const char *base, mode_t mode)
{
	char buf[65536];
	int error, from = beneath_nolink_file(u->fromfd, u->path);
	ssize_t n = 0;
	off_t at = 0;

	if (from == -1)
		return unpack_fail(u, errno == EINVAL || errno == ELOOP ? 0 :
		    errno, errno == EINVAL || errno == ELOOP ? "it changes "
		    "while it is read" : "cannot read");
	if (clone(u, from, fd) || link_large(u, from, parent, base, mode)) {
		close(from);
		return 0;
	}
	while (u->bytes <= UNPACK_BYTES_MAX &&
	    (n = read(from, buf, sizeof(buf))) > 0) {
		if (!is_zero(buf, (size_t)n) &&
		    unpack_write(u, fd, buf, (size_t)n, at) == -1)
			break;
		at += n;
		u->bytes += (size_t)n;
		u->progress(u->progress_arg, u);
	}
	error = errno;
	close(from);
	if (u->bytes > UNPACK_BYTES_MAX)
		return unpack_fail(u, 0, "the folder holds more than 64 GiB");
	if (n > 0) {		/* it was said what is wrong */
		errno = error;
		return -1;
	}
	if (n == -1)
		return unpack_fail(u, error, "cannot read");
	return ftruncate(fd, at) == -1 ?
	    unpack_fail(u, errno, "cannot write") : 0;
}
