/*
 * Looking at the folders of a path.
 */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file/way.h"

/* What a descriptor leads to, by the kernel's word. 0: it cannot be told. */
static size_t
real_path(int fd, char path[PATH_MAX])
{
	char link[sizeof("/proc/self/fd/") + 3 * sizeof(int)];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlinkat(AT_FDCWD, link, path, PATH_MAX - 1);
	if (n <= 0)
		return 0;
	path[n] = '\0';
	return (size_t)n;
}

enum passage { PASSAGE_OPEN, PASSAGE_CLOSED, PASSAGE_LINKED };

/* Looks at each folder of a path; a link among them, or at its end, ends it. */
static enum passage
look(int root_fd, const char *path)
{
	char part[PATH_MAX];
	struct stat st;
	size_t n = 0;

	while (path[n] != '\0') {
		n += strspn(path + n, "/");
		n += strcspn(path + n, "/");
		if (n >= sizeof(part))
			return PASSAGE_CLOSED;
		memcpy(part, path, n);
		part[n] = '\0';
		if (fstatat(root_fd, part, &st, AT_SYMLINK_NOFOLLOW) == -1)
			return PASSAGE_CLOSED;
		if (S_ISLNK(st.st_mode))
			return PASSAGE_LINKED;
		if (S_ISDIR(st.st_mode) && (st.st_mode & S_IXOTH) == 0)
			return PASSAGE_CLOSED;
	}
	return PASSAGE_OPEN;
}

/*
 * Cuts what Linux writes behind the path of a file that was removed or replaced since it
 * was opened: what counts is the path that it had.
 */
static size_t
cut_lost(int fd, char *path, size_t n)
{
	static const char lost[] = " (deleted)";
	const size_t lost_n = sizeof(lost) - 1;
	struct stat st;

	if (n <= lost_n || strcmp(path + n - lost_n, lost) != 0 ||
	    fstat(fd, &st) == -1 || st.st_nlink > 0)
		return n;
	path[n - lost_n] = '\0';
	return n - lost_n;
}

int
way_end(int root_fd, int fd, char path[PATH_MAX])
{
	char root[PATH_MAX];
	size_t n = real_path(root_fd, root);
	size_t file_n = cut_lost(fd, path, real_path(fd, path));

	if (n == 1 && root[0] == '/')
		n = 0;
	else if (n == 0)
		return -1;
	if (file_n <= n + 1 || strncmp(path, root, n) != 0 || path[n] != '/')
		return -1;
	memmove(path, path + n + 1, file_n - n);
	return 0;
}

enum way
way_look(int root_fd, const char *path, int fd)
{
	enum passage passage = look(root_fd, path);
	char end[PATH_MAX];

	if (passage != PASSAGE_LINKED)
		return passage == PASSAGE_OPEN ? WAY_OPEN : WAY_CLOSED;
	return way_end(root_fd, fd, end) == 0 &&
	    look(root_fd, end) == PASSAGE_OPEN ? WAY_LINKED : WAY_CLOSED;
}
