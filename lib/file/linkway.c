/*
 * Walking a path, link by link.
 */
#include <bsd/string.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "file/linkway.h"
#include "file/openhow.h"

#define LINKS_MAX 16

/* The first n bytes of the path, only to look at it; a link itself. */
static int
open_part(const struct linkway *w, size_t n)
{
	char part[LINKWAY_SIZE];

	snprintf(part, sizeof(part), "%.*s", (int)n, w->path);
	return open_how(w->root_fd, part, O_PATH | O_NOFOLLOW, 0,
	    RESOLVE_IN_ROOT);
}

/*
 * What is left of an absolute path behind the boot root's own, which may have
 * several names: it is known by the folder that it is. All of it, if the boot
 * root is not on that way.
 */
static const char *
without_root(const struct linkway *w, const char *target)
{
	char part[LINKWAY_SIZE];
	struct stat st;
	size_t n = 0;

	while (target[n] != '\0') {
		n += strspn(target + n, "/");
		n += strcspn(target + n, "/");
		memcpy(part, target, n);
		part[n] = '\0';
		if (fstatat(AT_FDCWD, part, &st, 0) == -1)
			break;
		if (st.st_dev == w->root.st_dev && st.st_ino == w->root.st_ino)
			return target + n;
	}
	return target;
}

/* Puts a link's target in its place in the path: 1, or 0: it is too long. */
static int
replace_link(struct linkway *w, size_t begin, const char *target)
{
	const size_t behind = strlen(w->path + w->n);
	char path[LINKWAY_SIZE];
	int n;

	if (target[0] == '/') {
		begin = 0;
		target = without_root(w, target);
		target += strspn(target, "/");
	}
	n = snprintf(path, sizeof(path), "%.*s%s%s", (int)begin, w->path,
	    target, w->path + w->n);
	if (n < 0 || (size_t)n >= sizeof(path))
		return 0;
	memcpy(w->path, path, (size_t)n + 1);
	w->n = begin;
	if (w->own > behind)
		w->own = behind;
	if (w->st_n > (size_t)n)
		w->st_n = (size_t)n;
	return 1;
}

int
linkway_begin(struct linkway *w, int root_fd, const char *path)
{
	memset(w, 0, sizeof(*w));
	w->root_fd = root_fd;
	if (strlcpy(w->path, path, sizeof(w->path)) >= sizeof(w->path) ||
	    fstat(root_fd, &w->root) == -1)
		return -1;
	w->own = strlen(w->path);
	w->st = w->root;
	return 0;
}

int
linkway_step(struct linkway *w)
{
	size_t begin = w->n;
	char target[LINKWAY_SIZE];
	ssize_t n;
	int fd, ok;

	begin += strspn(w->path + begin, "/");
	w->n = begin + strcspn(w->path + begin, "/");
	if (w->n == begin || (fd = open_part(w, w->n)) == -1)
		return 0;
	ok = fstat(fd, &w->st) == 0;
	w->st_n = w->n;
	/* What only some may enter is where it ends, for us as well. */
	if (ok && S_ISDIR(w->st.st_mode) && !(w->st.st_mode & S_IXOTH))
		ok = 0;
	if (ok && S_ISLNK(w->st.st_mode)) {
		n = readlinkat(fd, "", target, sizeof(target) - 1);
		ok = n > 0 && ++w->links <= LINKS_MAX;
		target[n > 0 ? n : 0] = '\0';
		ok = ok && replace_link(w, begin, target);
	}
	close(fd);
	return ok;
}

int
linkway_is_behind(const struct linkway *w)
{
	return w->n > strlen(w->path) - w->own;
}
