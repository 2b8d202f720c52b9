/*
 * Each file is read once, however many lines name it. Declared in mapanswers.h.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <search.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file/beneath.h"
#include "file/lastpart.h"
#include "file/way.h"
#include "mkbootroot/check/mapanswers.h"

/* Whom a mistake in a file is told to. */
struct telling {
	struct check *c;
	struct mapentry *e;
	const char *path;
};

static int
order(const void *a, const void *b)
{
	const struct answers_file *x = a, *y = b;

	return strcmp(x->path, y->path);
}

void
mapanswers_say(struct check *c, struct mapentry *e, const char *format, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	mistake_add(c->mistakes, e->line, "%s", text);
	e->bad = 1;
}

static void
tell(void *arg, enum answers_weight weight, unsigned line, const char *what)
{
	const struct telling *t = arg;
	char where[CLIENT_PATH_SIZE + 32];

	if (line == 0)
		snprintf(where, sizeof(where), "answers %s", t->path);
	else
		snprintf(where, sizeof(where), "answers %s:%u", t->path, line);
	if (weight == ANSWERS_WRONG)
		mapanswers_say(t->c, t->e, "%s: %s", where, what);
	else
		mistake_warn(t->c->mistakes, t->e->line, "%s: %s", where, what);
}

/* Where links lead, and other names that no server can know of. 0; -1: errno. */
static int
look_at_names(struct telling *t, struct answers_file *f)
{
	int fd = beneath_open(t->c->rootfd, f->path, O_PATH);
	char end[PATH_MAX], what[128];
	struct stat st;

	if (fd == -1)
		return 0;
	if (fstat(fd, &st) == 0) {
		f->is_folder = S_ISDIR(st.st_mode) != 0;
		if (S_ISREG(st.st_mode) && st.st_nlink > 1) {
			snprintf(what, sizeof(what), "it has %lu names (hard "
			    "links), and everybody gets it under the names "
			    "that no answers= has: copy it",
			    (unsigned long)st.st_nlink);
			tell(t, ANSWERS_DOUBT, 0, what);
		}
	}
	if (way_end(t->c->rootfd, fd, end) == -1 || strcmp(end, f->path) == 0)
		end[0] = '\0';
	close(fd);
	/* A folder's has a slash at its end in the map. */
	if (strlen(end) >= MAP_TEXT_MAX || strlen(f->path) >= MAP_TEXT_MAX) {
		f->read.mistakes++;
		tell(t, ANSWERS_WRONG, 0, "its path is too long");
		return 0;
	}
	if (end[0] != '\0')
		f->end = strdup(end);
	return end[0] != '\0' && f->end == NULL ? -1 : 0;
}

static void
read_file(struct telling *t, struct answers_file *f, enum answers_kind kind)
{
	const char *reason = beneath_reason(t->c->rootfd, f->path);
	char what[128];
	int fd;

	f->read.kind = kind;
	if (f->is_folder)
		return;
	if (reason == NULL) {
		fd = beneath_open(t->c->rootfd, f->path,
		    O_RDONLY | O_NONBLOCK);
		if (fd != -1) {
			answersread_file(fd, last_part(f->path), kind, &f->read,
			    tell, t);
			close(fd);
			return;
		}
		reason = strerror(errno);
	}
	f->read.mistakes = 1;
	snprintf(what, sizeof(what), "cannot send it: %s", reason);
	tell(t, ANSWERS_WRONG, 0, what);
}

const struct answers_file *
mapanswers_file(struct check *c, struct mapentry *e, const char *path,
    enum answers_kind kind)
{
	struct answers_file *f = calloc(1, sizeof(*f) + strlen(path) + 1);
	struct telling t = {c, e, path};
	void *found;

	if (f == NULL)
		return NULL;
	strcpy(f->path, path);
	if ((found = tsearch(f, &c->answers, order)) == NULL) {
		free(f);
		return NULL;
	}
	if (*(struct answers_file **)found != f) {
		free(f);
		return *(struct answers_file **)found;
	}
	if (look_at_names(&t, f) == -1)
		return NULL;
	read_file(&t, f, kind);
	*c->last_answers = f;
	c->last_answers = &f->next;
	return f;
}

const struct answers_file *
mapanswers_read(const struct check *c, const char *path)
{
	/* The key of a search is the path behind all else. */
	struct answers_file *f = calloc(1, sizeof(*f) + strlen(path) + 1);
	void *found;

	if (f == NULL)
		return NULL;
	strcpy(f->path, path);
	found = tfind(f, &c->answers, order);
	free(f);
	return found == NULL ? NULL : *(struct answers_file **)found;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int
add_name(char ***names, size_t *n, const char *name)
{
	char **more = reallocarray(*names, *n + 1, sizeof(*more));

	if (more == NULL)
		return -1;
	*names = more;
	if ((more[*n] = strdup(name)) == NULL)
		return -1;
	++*n;
	return 0;
}

int
mapanswers_folder(int rootfd, const char *path, char ***names, size_t *n)
{
	int fd = beneath_open(rootfd, path, O_RDONLY | O_DIRECTORY);
	DIR *d = fd == -1 ? NULL : fdopendir(fd);
	const struct dirent *e;
	int result = 0;

	*names = NULL;
	*n = 0;
	if (d == NULL) {
		if (fd != -1)
			close(fd);
		return -1;
	}
	while (result == 0 && (errno = 0, e = readdir(d)) != NULL)
		if (e->d_name[0] != '.')
			result = add_name(names, n, e->d_name);
	if (result == 0 && errno != 0)
		result = -1;
	closedir(d);
	if (*n > 0)
		qsort(*names, *n, sizeof(**names), by_name);
	return result;
}
