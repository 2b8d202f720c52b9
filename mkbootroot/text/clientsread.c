/*
 * In a folder only names that say what they are: what editors, package managers and
 * git leave beside a file is not read as one.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file/folderscan.h"
#include "file/given.h"
#include "mkbootroot/text/clientsread.h"
#include "mkbootroot/text/textfile.h"

#define CHUNK 65536

static int
fail(struct clientsread *c, const char *verb, const char *object)
{
	const int error = errno;

	c->verb = verb;
	snprintf(c->object, sizeof(c->object), "%s", object);
	errno = error;
	return -1;
}

/* All bytes of a file. 0; -1: errno. */
static int
feed(struct clientsread *c, struct mapfile *m, int fd, const char *name)
{
	char buf[CHUNK];
	ssize_t n;

	while ((n = read(fd, buf, sizeof(buf))) != 0)
		if (n == -1 && errno != EINTR)
			return fail(c, "read", name);
		else if (n > 0 && mapfile_feed(m, buf, (size_t)n) == -1)
			return fail(c, "keep", name);
	return 0;
}

static int
read_file(struct clientsread *c, struct mapfile *m, const char *path)
{
	const int fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) :
	    given_open(path);
	int result, error;

	if (fd == -1)
		return fail(c, "read", textfile_name(path));
	result = feed(c, m, fd, textfile_name(path));
	error = errno;
	close(fd);
	errno = error;
	return result;
}

static int
ends_with(const char *name, const char *end)
{
	const size_t n = strlen(name), end_n = strlen(end);

	return n > end_n && strcmp(name + n - end_n, end) == 0;
}

static int
is_visible(const struct dirent *e)
{
	return e->d_name[0] != '.' && !ends_with(e->d_name, "~") &&
	    strncmp(e->d_name, "README", 6) != 0;
}

/* A file of the folder; its last line ends with it. 0; -1: errno. */
static int
read_part(struct clientsread *c, struct mapfile *m, const char *folder,
    const char *name)
{
	const size_t n = strlen(folder);
	char *path;

	if (!ends_with(name, CLIENTS_SUFFIX)) {
		if (c->unread++ == 0)
			snprintf(c->first_unread, sizeof(c->first_unread), "%s",
			    name);
		return 0;
	}
	if (asprintf(&path, "%s%s%s", folder, n > 0 && folder[n - 1] == '/' ?
	    "" : "/", name) == -1)
		return fail(c, "keep", folder);
	if (origins_add(&c->origins, m->line, path) == -1) {
		free(path);
		return fail(c, "keep", folder);
	}
	if (read_file(c, m, path) == -1)
		return -1;
	return mapfile_line_end(m) == -1 ? fail(c, "keep", path) : 0;
}

static int
read_folder(struct clientsread *c, struct mapfile *m, const char *path)
{
	struct dirent **list;
	const int fd = given_open_folder(path);
	int result = 0, error, i, n;

	if (fd == -1)
		return fail(c, "read", path);
	n = folder_scan(fd, &list, is_visible);
	error = errno;
	close(fd);
	errno = error;
	if (n == -1)
		return fail(c, "read", path);
	for (i = 0; i < n; i++) {
		if (result == 0)
			result = read_part(c, m, path, list[i]->d_name);
		error = errno;
		free(list[i]);
		errno = error;
	}
	error = errno;
	free(list);
	errno = error;
	if (result == 0 && c->origins.n == 0) {
		c->is_empty = 1;
		errno = ENOENT;
		return fail(c, "read", path);
	}
	return result;
}

int
clients_read(struct clientsread *c, struct mapfile *m, const char *path)
{
	struct stat st;
	int result;

	memset(c, 0, sizeof(*c));
	if (strcmp(path, "-") != 0 && stat(path, &st) == 0 &&
	    S_ISDIR(st.st_mode))
		result = read_folder(c, m, path);
	else
		result = read_file(c, m, path);
	if (result == 0 && mapfile_end(m) == -1)
		result = fail(c, "keep", textfile_name(path));
	return result;
}

void
clients_read_free(struct clientsread *c)
{
	origins_free(&c->origins);
}
