/*
 * Files that go into an image as they are.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file/writeall.h"
#include "mkbootroot/image/copy.h"

#define CHUNK 65536

long long
copy(int from, int to)
{
	char buf[CHUNK];
	long long bytes = 0;
	ssize_t n;

	for (; (n = read(from, buf, sizeof(buf))) > 0; bytes += n)
		if (write_all(to, buf, (size_t)n) == -1)
			return -1;
	return n == -1 ? -1 : bytes;
}

long long
copy_to(int from, int dirfd, const char *name)
{
	long long bytes = -1;
	int to, error;

	to = openat(dirfd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
	    O_CLOEXEC, 0600);
	if (to != -1 && (bytes = copy(from, to)) != -1 &&
	    fchmod(to, 0644) == -1)
		bytes = -1;
	error = errno;
	if (to != -1 && close(to) == -1 && bytes != -1) {
		error = errno;
		bytes = -1;
	}
	errno = error;
	return bytes;
}
