/*
 * Matching names without regard to case, part by part.
 */
#include "nocase.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <string.h>
#include <strings.h>
#include <sys/syscall.h>
#include <unistd.h>

static int
open_beneath(int fd, const char *path, unsigned flags)
{
	const struct open_how how = {
		.flags = flags | O_CLOEXEC,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
	};
	long got;
	int tries = 4;

	do
		got = syscall(SYS_openat2, fd, path, &how, sizeof(how));
	while (got == -1 && (errno == EINTR || (errno == EAGAIN && --tries)));
	return (int)got;
}

/* Whether it is there; also a link that leads nowhere is not. */
static int
is_there(int image_fd, const char *path)
{
	int fd = open_beneath(image_fd, path, O_PATH);

	if (fd == -1)
		return 0;
	close(fd);
	return 1;
}

/* Writes the first of the folder's names that match over part: 1 or 0. */
static int
match(DIR *folder, char *part)
{
	size_t entries = 0, n = strlen(part) + 1;
	const struct dirent *e;
	char best[NAME_MAX + 1] = "";

	while ((e = readdir(folder)) != NULL) {
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
	if (best[0] == '\0')
		return 0;
	memcpy(part, best, n);
	return 1;
}

/* The last part of path, beginning at part, as it is on disk: 1 or 0. */
static int
correct_part(int image_fd, char *path, char *part)
{
	DIR *folder;
	int fd, found;

	if (part > path)
		part[-1] = '\0';
	fd = open_beneath(image_fd, part > path ? path : ".",
	    O_RDONLY | O_DIRECTORY);
	if (part > path)
		part[-1] = '/';
	if (fd == -1)
		return 0;
	if ((folder = fdopendir(fd)) == NULL) {
		close(fd);
		return 0;
	}
	found = match(folder, part);
	closedir(folder);
	return found;
}

static int
correct(int image_fd, char *path)
{
	char *part = path, *slash;
	int found;

	for (;; part = slash + 1) {
		if ((slash = strchr(part, '/')) != NULL)
			*slash = '\0';
		found = is_there(image_fd, path) ||
		    correct_part(image_fd, path, part);
		if (slash != NULL)
			*slash = '/';
		if (!found || slash == NULL)
			return found;
	}
}

enum bootfile_verdict
nocase_open(struct bootfile *b, int root_fd, char *path, size_t fixed,
    const char **why)
{
	enum bootfile_verdict verdict = BOOTFILE_ABSENT;
	int image_fd;

	*why = "not-found";
	path[fixed - 1] = '\0';
	image_fd = open_beneath(root_fd, path, O_PATH | O_DIRECTORY);
	path[fixed - 1] = '/';
	if (image_fd == -1)
		return BOOTFILE_ABSENT;
	if (correct(image_fd, path + fixed))
		verdict = bootfile_open(b, image_fd, path + fixed, why);
	close(image_fd);
	return verdict;
}
