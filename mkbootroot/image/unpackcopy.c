/*
 * libarchive goes by the names in a folder, and follows the link that somebody
 * has put there since it looked; so the content is read here. Zeros become
 * holes.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "file/beneath.h"
#include "mkbootroot/image/unpack.h"

static int
is_zero(const char *bytes, size_t n)
{
	return bytes[0] == 0 && memcmp(bytes, bytes + 1, n - 1) == 0;
}

int
unpack_copy(struct unpack *u, int fd)
{
	char buf[65536];
	int error, from = beneath_nolink_file(u->fromfd, u->path);
	ssize_t n = 0;
	off_t at = 0;

	if (from == -1)
		return unpack_fail(u, errno == EINVAL || errno == ELOOP ? 0 :
		    errno, errno == EINVAL || errno == ELOOP ? "it changes "
		    "while it is read" : "cannot read");
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
