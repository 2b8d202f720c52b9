/*
 * A tree is read as a system: an absolute link in it leads to its own root,
 * not to this host's.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/append.h"
#include "file/beneath.h"
#include "file/foldernames.h"
#include "file/given.h"
#include "mkbootroot/image/kernelfind.h"
#include "mkbootroot/image/kernelname.h"

#define NAMES_MAX 10000

static int fail(struct kernel *k, int error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static int
fail(struct kernel *k, int error, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	append_failure(k->message, sizeof(k->message), error, format, ap);
	va_end(ap);
	errno = error;
	return -1;
}

/* The best kernel of the folder boot: its name; "": it has none. */
static void
newest_name(int rootfd, char name[NAME_MAX + 1])
{
	const char *best;
	size_t n, i;
	int fd, cut;
	char **names;
	DIR *dir;

	name[0] = '\0';
	fd = beneath_chroot(rootfd, "boot", O_RDONLY | O_DIRECTORY);
	if (fd == -1)
		return;
	if ((dir = fdopendir(fd)) == NULL) {
		close(fd);
		return;
	}
	names = folder_names(dir, NAMES_MAX, &n, &cut);
	if ((best = kernel_choose(names, n)) != NULL)
		snprintf(name, NAME_MAX + 1, "%s", best);
	for (i = 0; i < n; i++)
		free(names[i]);
	free(names);
	closedir(dir);
}

/* Opens a kernel at a path of a system. 1; 0: there is none; -1: errno. */
static int
try(struct kernel *k, int rootfd, const char *root, const char *path)
{
	k->fd = beneath_chroot_file(rootfd, path);
	snprintf(k->path, sizeof(k->path), "%s%s%s", root,
	    root[0] != '\0' && root[strlen(root) - 1] == '/' ? "" : "/",
	    path);
	if (k->fd != -1)
		return 1;
	if (errno == EINVAL)
		return fail(k, 0, "cannot take kernel %s: it is not a file",
		    k->path);
	return errno == ENOENT || errno == ENOTDIR ? 0 :
	    fail(k, errno, "cannot read kernel %s", k->path);
}

static int
search(struct kernel *k, int rootfd, const char *root)
{
	char name[NAME_MAX + 1], path[NAME_MAX + 8];
	int got = 0;

	newest_name(rootfd, name);
	snprintf(path, sizeof(path), "boot/%s", name);
	if (name[0] != '\0')
		got = try(k, rootfd, root, path);
	return got == 0 ? try(k, rootfd, root, "vmlinuz") : got;
}

static int
open_file(struct kernel *k, const char *file)
{
	struct stat st;

	snprintf(k->path, sizeof(k->path), "%s", file);
	k->fd = given_open(file);
	if (k->fd == -1 && errno != EINVAL && errno != EISDIR)
		return fail(k, errno, "cannot read kernel %s", file);
	/* A pipe could not be read twice. */
	if (k->fd == -1 || fstat(k->fd, &st) == -1 || !S_ISREG(st.st_mode))
		return fail(k, 0, "cannot take kernel %s: it is not a file",
		    file);
	return 0;
}

/* Reads the version: of the content, else of the name. */
static int
read_version(struct kernel *k)
{
	unsigned char *head = malloc(KERNEL_HEAD_SIZE);
	const char *slash = strrchr(k->path, '/');
	ssize_t n;
	int error;

	k->version[0] = '\0';
	if (head == NULL || (n = pread(k->fd, head, KERNEL_HEAD_SIZE, 0)) ==
	    -1) {
		error = errno;
		free(head);
		return fail(k, error, "cannot read kernel %s", k->path);
	}
	k->known = kernel_version(head, (size_t)n, k->version) == 0;
	free(head);
	if (!k->known)
		kernel_version_of_name(slash == NULL ? k->path : slash + 1,
		    k->version);
	return n == 0 ? fail(k, 0, "cannot take kernel %s: it is empty",
	    k->path) : 0;
}

/* The folder of a version's modules in a system, -1: it has none. */
static int
open_modules(int rootfd, const char *version)
{
	char path[KERNEL_VERSION_SIZE + 32];
	int fd;

	snprintf(path, sizeof(path), "lib/modules/%s", version);
	fd = beneath_chroot(rootfd, path, O_RDONLY | O_DIRECTORY);
	if (fd == -1) {
		snprintf(path, sizeof(path), "usr/lib/modules/%s", version);
		fd = beneath_chroot(rootfd, path, O_RDONLY | O_DIRECTORY);
	}
	return fd;
}

/* The same where the system is the folder above the kernel's. */
static int
open_modules_beside(const char *file, const char *version)
{
	char root[PATH_MAX + 4];
	const char *slash = strrchr(file, '/');
	int rootfd, fd;

	snprintf(root, sizeof(root), "%.*s..",
	    slash == NULL ? 0 : (int)(slash + 1 - file), file);
	if ((rootfd = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC)) == -1)
		return -1;
	fd = open_modules(rootfd, version);
	close(rootfd);
	return fd;
}

static void
find_modules(struct kernel *k, const char *file, int treefd, int hostfd)
{
	if (k->version[0] == '\0')
		return;
	if (treefd != -1)
		k->modules = open_modules(treefd, k->version);
	k->in_tree = k->modules != -1;
	if (k->modules == -1 && file != NULL)
		k->modules = open_modules_beside(file, k->version);
	if (k->modules == -1)
		k->modules = open_modules(hostfd, k->version);
}

int
kernel_find(const char *file, int treefd, const char *tree, struct kernel *k)
{
	int hostfd, error, got = 0;

	memset(k, 0, sizeof(*k));
	k->fd = k->modules = -1;
	if (file != NULL && open_file(k, file) == -1)
		return -1;
	if ((hostfd = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC)) == -1)
		return fail(k, errno, "cannot read /");
	if (file == NULL && treefd != -1)
		got = search(k, treefd, tree);
	if (file == NULL && got == 0)
		got = search(k, hostfd, "");
	if (got != -1 && k->fd == -1)
		got = fail(k, 0, "there is no kernel in %s%s/boot of this "
		    "host: name one with -k", treefd == -1 ? "" : tree,
		    treefd == -1 ? "" : "/boot or ");
	if (got != -1 && (got = read_version(k)) == 0)
		find_modules(k, file, treefd, hostfd);
	error = errno;
	close(hostfd);
	errno = error;
	return got == -1 ? -1 : 0;
}

void
kernel_close(struct kernel *k)
{
	if (k->fd != -1)
		close(k->fd);
	if (k->modules != -1)
		close(k->modules);
	k->fd = k->modules = -1;
}
