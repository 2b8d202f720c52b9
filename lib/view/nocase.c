/*
 * Matching names without regard to case, part by part.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "file/inroot.h"
#include "view/nocase.h"

/* Whether it is there; also a link that leads nowhere is not. */
static int
is_there(int root_fd, const char *path)
{
	int fd = inroot_open(root_fd, path, O_PATH);

	if (fd == -1)
		return 0;
	close(fd);
	return 1;
}

/* Writes the first of the folder's names that match over part: 1, or 0; -1: errno. */
static int
match(DIR *folder, char *part)
{
	size_t entries = 0, n = strlen(part) + 1;
	const struct dirent *e;
	char best[NAME_MAX + 1] = "";

	while (errno = 0, (e = readdir(folder)) != NULL) {
		if (strcmp(e->d_name, ".") == 0 ||
		    strcmp(e->d_name, "..") == 0)
			continue;
		/* Which ones were read first must not decide. */
		if (++entries > NOCASE_ENTRIES)
			return 0;
		if (strcasecmp(e->d_name, part) == 0 &&
		    (best[0] == '\0' || strcmp(e->d_name, best) < 0))
			memcpy(best, e->d_name, n);
	}
	if (errno != 0)
		return -1;
	if (best[0] == '\0')
		return 0;
	memcpy(part, best, n);
	return 1;
}

/*
 * The last part of path, beginning at part, as it is on disk: 1, or 0, also where the
 * folder may not be listed; -1: errno.
 */
static int
correct_part(int root_fd, char *path, char *part)
{
	DIR *folder;
	int fd, found, error;

	part[-1] = '\0';
	fd = inroot_open(root_fd, path, O_RDONLY | O_DIRECTORY);
	part[-1] = '/';
	if (fd == -1)
		return 0;
	folder = fdopendir(fd);
	found = folder == NULL ? -1 : match(folder, part);
	error = errno;
	if (folder == NULL)
		close(fd);
	else
		closedir(folder);
	errno = error;
	return found;
}

/* The parts of path that begin at part; as correct_part(). */
static int
correct(int root_fd, char *path, char *part)
{
	char *slash;
	int found;

	for (;; part = slash + 1) {
		if ((slash = strchr(part, '/')) != NULL)
			*slash = '\0';
		found = is_there(root_fd, path) ? 1 :
		    correct_part(root_fd, path, part);
		if (slash != NULL)
			*slash = '/';
		if (found != 1 || slash == NULL)
			return found;
	}
}

enum view_verdict
nocase_open(struct bootfile *b, int root_fd, char *path, size_t fixed,
    struct view_why *why)
{
	switch (correct(root_fd, path, path + fixed)) {
	case 1:
		return bootfile_open(b, root_fd, path, why);
	case 0:
		return view_refuse(why, VIEW_NOT_FOUND);
	default:
		return view_refuse_system(why, errno);
	}
}
