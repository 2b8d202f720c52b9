/*
 * /etc/exports itself must not be lost to a file of ours: only what we have
 * written is replaced.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "file/given.h"
#include "mkbootroot/diskless/nfsexport.h"

int
export_file_check(const char *file, const char *mark)
{
	const size_t n = strlen(mark);
	char head[64];
	ssize_t got;
	int fd, error;

	fd = given_open(file);
	if (fd == -1)
		return errno == ENOENT ? 0 : -1;
	got = read(fd, head, sizeof(head));
	error = got == -1 ? errno : 0;
	close(fd);
	errno = error;
	return got == 0 || (got >= (ssize_t)n && n <= sizeof(head) &&
	    memcmp(head, mark, n) == 0) ? 0 : -1;
}
