/*
 * All modules of a folder.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/log.h"
#include "mkbootroot/diskless/moduleread.h"
#include "mkbootroot/diskless/modules.h"

#define DEPTH_MAX 20

int
modules_fail(struct modules *m, int error, const char *verb,
    const char *what, const char *reason)
{
	char shown[LOG_VISIBLE_SIZE(100)];

	snprintf(m->message, sizeof(m->message), "cannot %s %s: %s", verb,
	    log_visible(shown, sizeof(shown), what, strlen(what)), reason);
	errno = error;
	return -1;
}

static int
fail(struct modules *m, const char *path)
{
	return modules_fail(m, errno, "list modules", path, strerror(errno));
}

static char *
name_of(const char *path, size_t n)
{
	const char *slash = memrchr(path, '/', n);
	const char *base = slash == NULL ? path : slash + 1;
	char *name = strndup(base, n - (size_t)(base - path) - strlen(".ko"));

	for (char *p = name; p != NULL && *p != '\0'; p++)
		if (*p == '-')
			*p = '_';
	return name;
}

static int
take(struct modules *m, const char *file, size_t path_n)
{
	struct module *more, new = { .state = MODULE_NEW };
	size_t size;

	if (m->n == m->size) {
		size = m->size * 2 + 1024;
		more = reallocarray(m->module, size, sizeof(*more));
		if (more == NULL)
			return fail(m, file);
		m->module = more;
		m->size = size;
	}
	new.path = strndup(file, path_n);
	new.file = strdup(file);
	new.name = name_of(file, path_n);
	m->module[m->n++] = new;
	return new.path == NULL || new.file == NULL || new.name == NULL ?
	    fail(m, file) : 0;
}

static int list_folder(struct modules *m, int above, const char *name,
    char path[PATH_MAX], int depth);

/* One name; path is its own. The links that packages lay lead to sources. */
static int
list_name(struct modules *m, int fd, const char *name, char path[PATH_MAX],
    int depth)
{
	const size_t path_n = module_is_name(path);
	struct stat st;

	if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return fail(m, path);
	if (S_ISDIR(st.st_mode) && depth < DEPTH_MAX)
		return list_folder(m, fd, name, path, depth + 1);
	return S_ISREG(st.st_mode) && path_n > 0 ? take(m, path, path_n) : 0;
}

static int
list_folder(struct modules *m, int above, const char *name,
    char path[PATH_MAX], int depth)
{
	const size_t path_n = strlen(path);
	struct dirent *d;
	int fd, result = 0;
	DIR *dir;

	fd = openat(above, name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd == -1 || (dir = fdopendir(fd)) == NULL) {
		result = fail(m, path);
		if (fd != -1)
			close(fd);
		return result;
	}
	while (result == 0 && (errno = 0, d = readdir(dir)) != NULL) {
		if (d->d_name[0] == '.' ||
		    PATH_MAX - path_n < strlen(d->d_name) + 2)
			continue;
		snprintf(path + path_n, PATH_MAX - path_n, "%s%s",
		    path_n == 0 ? "" : "/", d->d_name);
		result = list_name(m, fd, d->d_name, path, depth);
		path[path_n] = '\0';
	}
	if (d == NULL && errno != 0)
		result = fail(m, path);
	closedir(dir);
	return result;
}

static int
path_order(const void *a, const void *b)
{
	return strcmp(((const struct module *)a)->path,
	    ((const struct module *)b)->path);
}

int
modules_list(struct modules *m, int dirfd)
{
	char path[PATH_MAX] = "";

	if (list_folder(m, dirfd, ".", path, 0) == -1)
		return -1;
	if (m->n > 0)
		qsort(m->module, m->n, sizeof(*m->module), path_order);
	m->order = calloc(m->n + 1, sizeof(struct module *));
	return m->order == NULL ? fail(m, ".") : 0;
}

void
modules_free(struct modules *m)
{
	while (m->n > 0) {
		free(m->module[--m->n].path);
		free(m->module[m->n].file);
		free(m->module[m->n].name);
		free(m->module[m->n].bytes);
		free(m->module[m->n].need);
	}
	free(m->module);
	free(m->order);
	m->module = NULL;
	m->order = NULL;
	m->chosen = m->size = 0;
}
