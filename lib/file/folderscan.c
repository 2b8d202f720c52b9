/*
 * Scanning a folder that is open.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file/folderscan.h"

struct scan {
	struct dirent **list;
	size_t n, size;
};

static int
by_name(const void *a, const void *b)
{
	return strcmp((*(struct dirent *const *)a)->d_name,
	    (*(struct dirent *const *)b)->d_name);
}

static int
add(struct scan *s, const struct dirent *d)
{
	struct dirent **more;

	if (s->n == s->size) {
		more = reallocarray(s->list, s->size * 2 + 32, sizeof(*more));
		if (more == NULL)
			return -1;
		s->list = more;
		s->size = s->size * 2 + 32;
	}
	if ((s->list[s->n] = malloc(d->d_reclen)) == NULL)
		return -1;
	memcpy(s->list[s->n++], d, d->d_reclen);
	return 0;
}

/* -1: errno. */
static int
read_all(struct scan *s, DIR *dir, int (*filter)(const struct dirent *))
{
	const struct dirent *d;

	while (errno = 0, (d = readdir(dir)) != NULL)
		if (filter(d) && add(s, d) == -1)
			return -1;
	return errno == 0 ? 0 : -1;
}

int
folder_scan(int fd, struct dirent ***list,
    int (*filter)(const struct dirent *))
{
	struct scan s = {.n = 0};
	int own, result, error;
	DIR *dir;

	/* Of its own, since closedir(3) closes it, and where it stands. */
	own = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (own == -1)
		return -1;
	if ((dir = fdopendir(own)) == NULL) {
		error = errno;
		close(own);
		errno = error;
		return -1;
	}
	result = read_all(&s, dir, filter);
	error = errno;
	closedir(dir);
	if (result == -1) {
		while (s.n > 0)
			free(s.list[--s.n]);
		free(s.list);
		errno = error;
		return -1;
	}
	if (s.n > 0)
		qsort(s.list, s.n, sizeof(*s.list), by_name);
	*list = s.list;
	return (int)s.n;
}
