/*
 * /etc/exports itself must not be lost to a file of ours: only what we have
 * written is replaced.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exportfile.h"

int
export_file_check(const char *file, const char *mark)
{
	const size_t n = strlen(mark);
	char head[64];
	ssize_t got;
	int fd, error;

	fd = open(file, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd == -1)
		return errno == ENOENT ? 0 : -1;
	got = read(fd, head, sizeof(head));
	error = got == -1 ? errno : 0;
	close(fd);
	errno = error;
	return got == 0 || (got >= (ssize_t)n && n <= sizeof(head) &&
	    memcmp(head, mark, n) == 0) ? 0 : -1;
}

static int
write_all(int fd, const char *text)
{
	const size_t n = strlen(text);
	const ssize_t got = write(fd, text, n);

	if (got != -1 && (size_t)got < n)
		errno = ENOSPC;
	return got == (ssize_t)n && fchmod(fd, 0644) == 0 && fsync(fd) == 0 ?
	    0 : -1;
}

int
export_file_write(const char *file, const char *text)
{
	const char *slash = strrchr(file, '/');
	const int folder = slash == NULL ? 0 : (int)(slash + 1 - file);
	char new[PATH_MAX];
	int fd, error, result = -1, n;

	n = snprintf(new, sizeof(new), "%.*s.%s.XXXXXX", folder, file,
	    file + folder);
	if (n < 0 || (size_t)n >= sizeof(new)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	if ((fd = mkostemp(new, O_CLOEXEC)) == -1)
		return -1;
	if (write_all(fd, text) == 0 && rename(new, file) == 0)
		result = 0;
	error = errno;
	if (result == -1)
		unlink(new);
	close(fd);
	errno = error;
	return result;
}
