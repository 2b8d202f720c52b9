/*
 * A pattern is taken apart by part: only folders that its beginning matches are
 * read. Names are tried in order, so that the same tree gives the same answer.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file/beneath.h"
#include "map/mapkey.h"
#include "mkbootroot/image/entryname.h"
#include "mkbootroot/image/mediumfind.h"

#define PARTS_MAX 8		/* of a pattern */
#define MATCHES_MAX 256		/* names of one folder that are tried: the first */
#define PATH_SIZE (MAP_NAME_MAX + 1 + MEDIUM_PATH_SIZE)

struct place {
	int rootfd;
	const char *name;	/* of the image */
};

/* One pattern, taken apart: its parts, and the path that was found so far. */
struct looking {
	const struct place *place;
	char *part[PARTS_MAX];
	size_t parts;
	char *path;
	size_t *over;		/* matches that are still passed over */
};

static int
open_in(const struct place *p, const char *path, int flags)
{
	char whole[PATH_SIZE];
	int n = snprintf(whole, sizeof(whole), "%s%s%s", p->name,
	    *path == '\0' ? "" : "/", path);

	if (n < 0 || (size_t)n >= sizeof(whole)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	return beneath_open(p->rootfd, whole, flags);
}

static int
is_file(const struct place *p, const char *path)
{
	struct stat st;
	int fd = open_in(p, path, O_PATH), is;

	if (fd == -1)
		return 0;
	is = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
	close(fd);
	return is;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* One more name of n; of too many those that come first are kept. Their number. */
static size_t
keep_name(char *names[MATCHES_MAX], size_t n, const char *name)
{
	size_t last = 0;
	char *copy;

	for (size_t i = 1; n == MATCHES_MAX && i < n; i++)
		if (strcmp(names[i], names[last]) > 0)
			last = i;
	if ((n == MATCHES_MAX && strcmp(name, names[last]) >= 0) ||
	    (copy = strdup(name)) == NULL)
		return n;
	if (n < MATCHES_MAX) {
		names[n] = copy;
		return n + 1;
	}
	free(names[last]);
	names[last] = copy;
	return n;
}

/* The names of a folder that a part matches, in order. Their number. */
static size_t
names_of(const struct place *p, const char *folder, const char *part,
    char *names[MATCHES_MAX])
{
	int fd = open_in(p, folder, O_RDONLY | O_DIRECTORY);
	const struct dirent *e;
	size_t n = 0;
	DIR *dir;

	if (fd == -1)
		return 0;
	if ((dir = fdopendir(fd)) == NULL) {
		close(fd);
		return 0;
	}
	while ((e = readdir(dir)) != NULL)
		if (strcmp(e->d_name, ".") != 0 &&
		    strcmp(e->d_name, "..") != 0 &&
		    entry_name_is_plain(e->d_name) && fnmatch(part, e->d_name,
		    FNM_PERIOD | FNM_CASEFOLD) == 0)
			n = keep_name(names, n, e->d_name);
	closedir(dir);
	if (n > 0)
		qsort(names, n, sizeof(names[0]), by_name);
	return n;
}

/* Whether the parts from `at` on are in the folder that the path is. */
static int
look(const struct looking *l, size_t at)	/* NOLINT(misc-no-recursion) */
{
	const size_t was = strlen(l->path);
	char *names[MATCHES_MAX];
	size_t n, i;
	int found = 0, more;

	if (at == l->parts) {
		if (!is_file(l->place, l->path))
			return 0;
		return *l->over == 0 || (*l->over)-- == 0;
	}
	n = names_of(l->place, l->path, l->part[at], names);
	for (i = 0; i < n; i++) {
		more = found ? -1 : snprintf(l->path + was,
		    MEDIUM_PATH_SIZE - was, "%s%s", was == 0 ? "" : "/",
		    names[i]);
		if (more > 0 && (size_t)more < MEDIUM_PATH_SIZE - was)
			found = look(l, at + 1);
		if (!found)
			l->path[was] = '\0';
		free(names[i]);
	}
	return found;
}

static int
find_one(const struct place *p, char *pattern, size_t *over,
    char path[MEDIUM_PATH_SIZE])
{
	struct looking l = {.place = p, .path = path, .over = over};
	char *part, *rest = pattern;

	path[0] = '\0';
	while ((part = strsep(&rest, "/")) != NULL && l.parts < PARTS_MAX)
		l.part[l.parts++] = part;
	return part == NULL && look(&l, 0);
}

/* The alternatives in the order of the pattern. */
static int
find(void *of, const char *pattern, size_t over, char path[MEDIUM_PATH_SIZE])
{
	char *copy = strdup(pattern), *one, *rest = copy;
	int found = 0;

	while (copy != NULL && !found && (one = strsep(&rest, "|")) != NULL)
		found = find_one(of, one, &over, path);
	free(copy);
	return found;
}

static long
read_start(void *of, const char *path, char *buf, size_t n)
{
	int fd = is_file(of, path) ? open_in(of, path, O_RDONLY | O_NONBLOCK) :
	    -1;
	ssize_t got;

	if (fd == -1)
		return -1;
	got = pread(fd, buf, n, 0);
	close(fd);
	buf[got < 0 ? 0 : got] = '\0';
	return (long)got;
}

void
medium_find(int rootfd, const char *name, struct medium_found *found)
{
	struct place place = {rootfd, name};
	const struct medium_tree tree = {find, read_start, &place};

	medium_recognise(&tree, found);
}
