/*
 * The list of entries, and how paths in it lead to one another. No file is
 * opened here.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "mkbootroot/diskless/initramfs.h"

#define LINKS_MAX 40		/* as the kernel */

int
initramfs_take(struct initramfs *r, const struct initramfs_entry *e)
{
	struct initramfs_entry *more, copy = *e;
	size_t size, n;
	char *bytes = NULL;

	if (r->n == r->size) {
		size = r->size * 2 + 256;
		more = reallocarray(r->entry, size, sizeof(*more));
		if (more == NULL)
			return -1;
		r->entry = more;
		r->size = size;
	}
	if (e->bytes != NULL) {
		n = S_ISLNK(e->mode) ? strlen(e->bytes) + 1 : e->size;
		/* An empty file has bytes too: it is not to be opened. */
		if ((bytes = malloc(n + 1)) == NULL)
			return -1;
		memcpy(bytes, e->bytes, n);
	}
	if ((copy.path = strdup(e->path)) == NULL) {
		free(bytes);
		return -1;
	}
	copy.bytes = bytes;
	r->entry[r->n++] = copy;
	return 0;
}

static const struct initramfs_entry *
entry_at(const struct initramfs *r, const char *path)
{
	for (size_t i = 0; i < r->n; i++)
		if (strcmp(r->entry[i].path, path) == 0)
			return &r->entry[i];
	return NULL;
}

/* Takes the first part off a path: its bytes, 0 at the end. */
static size_t
take_part(const char **path, const char **part)
{
	size_t n;

	*part = *path + strspn(*path, "/");
	n = strcspn(*part, "/");
	*path = *part + n;
	return n;
}

static void
cut_part(char *path)
{
	char *slash = strrchr(path, '/');

	*(slash == NULL ? path : slash) = '\0';
}

/* Puts a link's text before what is left of the path. */
static int
put_before(char rest[PATH_MAX], const char *text, const char *left)
{
	char buf[PATH_MAX];
	int n = snprintf(buf, sizeof(buf), "%s/%s", text, left);

	if (n < 0 || (size_t)n >= sizeof(buf)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(rest, buf);
	return 0;
}

/*
 * Follows the links of a path: all, or those of the folders only. What is
 * missing is taken as it is written. The root is its own parent.
 */
static int
resolve(const struct initramfs *r, const char *path, int all,
    char out[PATH_MAX])
{
	const struct initramfs_entry *e;
	char rest[PATH_MAX] = "";
	const char *at = rest, *part;
	size_t n, out_n;
	int links = 0;

	out[0] = '\0';
	if (put_before(rest, path, "") == -1)
		return -1;
	while ((n = take_part(&at, &part)) > 0) {
		if (n == 1 && part[0] == '.')
			continue;
		if (n == 2 && memcmp(part, "..", 2) == 0) {
			cut_part(out);
			continue;
		}
		out_n = strlen(out);
		if (PATH_MAX - out_n < n + 2) {
			errno = ENAMETOOLONG;
			return -1;
		}
		snprintf(out + out_n, PATH_MAX - out_n, "%s%.*s",
		    out_n == 0 ? "" : "/", (int)n, part);
		if (!all && at[strspn(at, "/")] == '\0')
			continue;
		e = entry_at(r, out);
		if (e == NULL || !S_ISLNK(e->mode))
			continue;
		if (++links > LINKS_MAX) {
			errno = ELOOP;
			return -1;
		}
		if (e->bytes[0] == '/')
			out[0] = '\0';
		else
			cut_part(out);
		if (put_before(rest, e->bytes, at) == -1)
			return -1;
		at = rest;
	}
	return 0;
}

const struct initramfs_entry *
initramfs_find(const struct initramfs *r, const char *path)
{
	char real[PATH_MAX];

	return resolve(r, path, 1, real) == -1 ? NULL : entry_at(r, real);
}

/* Adds the folders above a path, those that are missing. */
static int
add_above(struct initramfs *r, const char *path)
{
	struct initramfs_entry folder = { .mode = S_IFDIR | 0755,
	    .dirfd = -1 };
	char above[PATH_MAX];

	strcpy(above, path);
	cut_part(above);
	if (above[0] == '\0' || entry_at(r, above) != NULL)
		return 0;
	if (add_above(r, above) == -1)
		return -1;
	folder.path = above;
	return initramfs_take(r, &folder);
}

/* Adds e at a path, unless something is there. */
static int
add(struct initramfs *r, const char *path, struct initramfs_entry *e)
{
	char real[PATH_MAX];
	int result;

	if (resolve(r, path, 0, real) == -1)
		return -1;
	if (real[0] == '\0' || entry_at(r, real) != NULL)
		return 0;
	e->path = real;
	result = add_above(r, real) == -1 ? -1 : initramfs_take(r, e);
	e->path = NULL;		/* what was taken has its own */
	return result;
}

int
initramfs_folder(struct initramfs *r, const char *path, mode_t mode)
{
	struct initramfs_entry e = { .mode = S_IFDIR | mode, .dirfd = -1 };

	return add(r, path, &e);
}

int
initramfs_link(struct initramfs *r, const char *path, const char *text)
{
	struct initramfs_entry e = { .mode = S_IFLNK | 0777, .bytes = text,
	    .dirfd = -1 };

	return add(r, path, &e);
}

int
initramfs_file(struct initramfs *r, const char *path, mode_t mode,
    const void *bytes, size_t n)
{
	struct initramfs_entry e = { .mode = S_IFREG | mode, .size = n,
	    .bytes = bytes, .dirfd = -1 };

	return add(r, path, &e);
}

void
initramfs_free(struct initramfs *r)
{
	while (r->n > 0) {
		free((char *)r->entry[--r->n].path);
		free((char *)r->entry[r->n].bytes);
	}
	free(r->entry);
	r->entry = NULL;
	r->size = 0;
}
