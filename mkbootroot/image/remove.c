/*
 * Folders of imports, away again.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file/lock.h"
#include "map/map.h"
#include "mkbootroot/image/remove.h"
#include "mkbootroot/text/mapvalue.h"

/* As deep as a name of PATH_MAX can be. */
#define DEPTH_MAX 2048

static int
remove_below(int dirfd, const char *name, int depth)
{
	struct dirent *d;
	DIR *dir;
	int fd, result = 0;

	if (unlinkat(dirfd, name, 0) == 0 || errno == ENOENT)
		return 0;
	if (errno != EISDIR && errno != EPERM)
		return -1;
	if (depth == DEPTH_MAX) {
		errno = ELOOP;
		return -1;
	}
	fd = openat(dirfd, name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd == -1)
		return -1;
	if ((dir = fdopendir(fd)) == NULL) {
		close(fd);
		return -1;
	}
	while (result == 0 && (d = readdir(dir)) != NULL)
		if (strcmp(d->d_name, ".") != 0 &&
		    strcmp(d->d_name, "..") != 0)
			result = remove_below(fd, d->d_name, depth + 1);
	closedir(dir);
	return result == 0 ? unlinkat(dirfd, name, AT_REMOVEDIR) : -1;
}

int
remove_tree(int dirfd, const char *name)
{
	return remove_below(dirfd, name, 0);
}

/* Takes the NAME out of ".NAME.new"; -1: it is no such name. */
static int
name_of(const char *file, const char *end, char name[MAP_NAME_MAX + 1])
{
	size_t n = strlen(file), end_n = strlen(end);

	if (n < end_n + 2 || n - end_n - 1 > MAP_NAME_MAX ||
	    file[0] != '.' || strcmp(file + n - end_n, end) != 0)
		return -1;
	memcpy(name, file + 1, n - end_n - 1);
	name[n - end_n - 1] = '\0';
	return value_image(name) == NULL ? 0 : -1;
}

enum leftover { LEFT_NOTHING, LEFT_IMAGE, LEFT_LOCK };

/*
 * What of an import the file is, and the name of its image. A file ".NAME.new"
 * is a map or a text that is being written, and a lock has no bytes: what has
 * some is somebody else's.
 */
static enum leftover
leftover_of(int dirfd, const char *file, char name[MAP_NAME_MAX + 1])
{
	struct stat st;

	if (fstatat(dirfd, file, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return LEFT_NOTHING;
	if (S_ISDIR(st.st_mode) && name_of(file, ".new", name) == 0)
		return LEFT_IMAGE;
	if (S_ISREG(st.st_mode) && st.st_size == 0 &&
	    name_of(file, ".lock", name) == 0)
		return LEFT_LOCK;
	return LEFT_NOTHING;
}

void
remove_leftovers(int dirfd)
{
	char name[MAP_NAME_MAX + 1], lock[MAP_NAME_MAX + 8];
	enum leftover kind;
	struct dirent *d;
	pid_t holder;
	DIR *dir;
	int fd, held;

	if ((fd = openat(dirfd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)) ==
	    -1)
		return;
	if ((dir = fdopendir(fd)) == NULL) {
		close(fd);
		return;
	}
	while ((d = readdir(dir)) != NULL) {
		if ((kind = leftover_of(dirfd, d->d_name, name)) ==
		    LEFT_NOTHING)
			continue;
		snprintf(lock, sizeof(lock), ".%s.lock", name);
		if ((held = lock_take(dirfd, lock, 0, &holder)) == -1)
			continue;
		if (kind == LEFT_IMAGE)
			remove_tree(dirfd, d->d_name);
		lock_drop(dirfd, lock, held);
	}
	closedir(dir);
}
