/*
 * Until nothing is left.
 */
#include <errno.h>
#include <unistd.h>

#include "file/writeall.h"

int
write_all(int fd, const void *bytes, size_t n)
{
	const char *rest = bytes;
	ssize_t done;

	for (; n > 0; n -= (size_t)done, rest += done) {
		done = write(fd, rest, n);
		if (done == -1 && errno == EINTR)
			done = 0;
		if (done == -1)
			return -1;
	}
	return 0;
}
