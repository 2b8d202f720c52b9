/*
 * What is named was chosen by whoever started us, where it leads maybe by
 * somebody else.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "file/given.h"

#ifndef PIPEFS_MAGIC
#define PIPEFS_MAGIC 0x50495045
#endif

int
given_check_link(const char *path)
{
	char plain[PATH_MAX];
	size_t n = strlen(path);
	struct stat st;

	/* "link/" is what the link leads to. */
	while (n > 1 && path[n - 1] == '/')
		n--;
	snprintf(plain, sizeof(plain), "%.*s", (int)n, path);
	if (lstat(plain, &st) == -1 || !S_ISLNK(st.st_mode) ||
	    st.st_uid == 0 || st.st_uid == geteuid())
		return 0;
	errno = EACCES;
	return -1;
}

/* A pipe between two processes, not a fifo with a name. */
static int
is_pipe(int fd)
{
	struct statfs fs;

	return fstatfs(fd, &fs) == 0 && fs.f_type == PIPEFS_MAGIC;
}

/* 0, or the errno that stands for what it is. */
static int
look_at(int fd)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return errno;
	if (S_ISREG(st.st_mode))
		return 0;
	if ((S_ISCHR(st.st_mode) && isatty(fd)) ||
	    (S_ISFIFO(st.st_mode) && is_pipe(fd)))
		return fcntl(fd, F_SETFL, 0) == -1 ? errno : 0;
	return S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
}

int
given_open(const char *path)
{
	int fd, error;

	if (given_check_link(path) == -1)
		return -1;
	fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd == -1) {
		if (errno == ENXIO)	/* a socket */
			errno = EINVAL;
		return -1;
	}
	if ((error = look_at(fd)) == 0)
		return fd;
	close(fd);
	errno = error;
	return -1;
}

int
given_open_folder(const char *path)
{
	return given_check_link(path) == -1 ? -1 :
	    open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}
