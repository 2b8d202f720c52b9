/*
 * The walk through a folder. It stays in one file system: a proc or a dev
 * that is still mounted in a tree is not part of it.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "daemon/append.h"
#include "daemon/log.h"
#include "file/folderscan.h"
#include "mkbootroot/diskless/tree.h"

#define DEPTH_MAX 100

struct walk {
	struct tree *t;
	struct initramfs *r;
	dev_t dev;		/* of the folder */
	struct stat boot_root;
	size_t unreadable;	/* files and folders; */
	char first[PATH_MAX];	/* ... one of them */
	char path[PATH_MAX];	/* where we are */
};

static int walk_folder(struct walk *w, int above, const char *name,
    int depth);

static int
fail(struct tree *t, int error, const char *path, const char *what)
{
	char shown[LOG_VISIBLE_SIZE(100)];

	snprintf(t->message, sizeof(t->message), "%s %s%s%s", what,
	    log_visible(shown, sizeof(shown), path, strlen(path)),
	    error == 0 ? "" : ": ", error == 0 ? "" : strerror(error));
	errno = error;
	return -1;
}

/* Files that apt fetches again; the folders stay, apt wants them. */
static int
is_apt_cache(const char *path)
{
	static const char *const folder[] = {
		"var/cache/apt/", "var/lib/apt/lists/"
	};

	for (size_t i = 0; i < sizeof(folder) / sizeof(folder[0]); i++)
		if (strncmp(path, folder[i], strlen(folder[i])) == 0)
			return 1;
	return 0;
}

/* Keeps what may not be read, to say it when all was seen. */
static int
cannot_read(struct walk *w)
{
	if (errno != EACCES && errno != EPERM)
		return fail(w->t, errno, w->path, "cannot read");
	if (w->unreadable++ == 0)
		strcpy(w->first, w->path);
	return 0;
}

/* Whether something else is mounted on a folder of the tree. */
static int
is_mounted(const struct walk *w, int above, const char *name,
    const struct stat *st)
{
	const struct open_how how = {
		.flags = O_PATH | O_NOFOLLOW | O_CLOEXEC,
		.resolve = RESOLVE_NO_XDEV,
	};
	long fd = syscall(SYS_openat2, above, name, &how, sizeof(how));

	if (fd == -1)		/* ENOSYS: a kernel before 5.6 */
		return errno == EXDEV || st->st_dev != w->dev;
	close((int)fd);
	return 0;
}

static int
take_folder(struct walk *w, int above, const char *name,
    const struct stat *st, int depth)
{
	if (st->st_dev == w->boot_root.st_dev &&
	    st->st_ino == w->boot_root.st_ino)
		return fail(w->t, 0, w->path, "the boot root lies in it:");
	if (is_mounted(w, above, name, st)) {
		w->t->warn(w->t->warn_arg, w->path, "something else is mounted there, which "
		    "is left out");
		return 0;
	}
	if (depth == DEPTH_MAX)
		return fail(w->t, 0, w->path, "folders lie too deep:");
	return walk_folder(w, above, name, depth);
}

/* The text of a link, or -1: it was said. */
static int
read_link(struct walk *w, int above, const char *name, char text[PATH_MAX])
{
	const ssize_t n = readlinkat(above, name, text, PATH_MAX - 1);

	if (n == -1)
		return fail(w->t, errno, w->path, "cannot read");
	text[n] = '\0';
	return 0;
}

static int
take_file(struct walk *w, int above, const char *name, const struct stat *st)
{
	/* newc has 32 bits for it. */
	if (st->st_size > UINT32_MAX)
		return fail(w->t, 0, w->path, "an initramfs cannot hold a "
		    "file of more than 4 GiB:");
	return faccessat(above, name, R_OK, AT_EACCESS) == 0 ? 0 :
	    cannot_read(w);
}

/* Adds one name; w->path is its path. */
static int
take_name(struct walk *w, int above, const char *name, int depth)
{
	struct initramfs_entry e = { .path = w->path,
	    .dirfd = w->t->dirfd };
	char text[PATH_MAX];
	struct stat st;

	if (fstatat(above, name, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return cannot_read(w);
	if (strcmp(w->path, "TRAILER!!!") == 0)	/* where cpio ends */
		return fail(w->t, 0, w->path, "an initramfs cannot hold the "
		    "name");
	if (!S_ISDIR(st.st_mode) && is_apt_cache(w->path))
		return 0;
	if (S_ISSOCK(st.st_mode)) {
		w->t->warn(w->t->warn_arg, w->path, "a socket, which is left out");
		return 0;
	}
	e.mode = st.st_mode;
	e.rdev = st.st_rdev;
	if (S_ISREG(st.st_mode)) {
		if (take_file(w, above, name, &st) == -1)
			return -1;
		e.size = (unsigned long long)st.st_size;
	}
	if (S_ISLNK(st.st_mode)) {
		if (read_link(w, above, name, text) == -1)
			return -1;
		e.bytes = text;
	} else if (!S_ISDIR(st.st_mode) && st.st_nlink > 1) {
		e.dev = st.st_dev;
		e.ino = st.st_ino;
	}
	if (initramfs_take(w->r, &e) == -1)
		return fail(w->t, errno, w->path, "cannot take");
	return S_ISDIR(st.st_mode) ?
	    take_folder(w, above, name, &st, depth + 1) : 0;
}

static int
is_entry(const struct dirent *d)
{
	return strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0;
}

/* Takes all names of a folder, w->path. */
static int
take_names(struct walk *w, int fd, int depth)
{
	const size_t path_n = strlen(w->path);
	struct dirent **list;
	int i, n, result = 0;

	if ((n = folder_scan(fd, &list, is_entry)) == -1)
		return cannot_read(w);
	for (i = 0; i < n; i++) {
		if (result == 0 && PATH_MAX - path_n <
		    strlen(list[i]->d_name) + 2)
			result = fail(w->t, ENAMETOOLONG, w->path,
			    "cannot read");
		if (result == 0) {
			snprintf(w->path + path_n, PATH_MAX - path_n, "%s%s",
			    path_n == 0 ? "" : "/", list[i]->d_name);
			result = take_name(w, fd, list[i]->d_name, depth);
			w->path[path_n] = '\0';
		}
		free(list[i]);
	}
	free(list);
	return result;
}

static int
walk_folder(struct walk *w, int above, const char *name, int depth)
{
	int fd, result, error;

	fd = openat(above, name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd == -1)
		return cannot_read(w);
	result = take_names(w, fd, depth);
	error = errno;
	close(fd);
	errno = error;
	return result;
}

int
tree_add(struct tree *t, struct initramfs *r)
{
	struct walk w = { .t = t, .r = r };
	struct append more;
	struct stat st;

	if (fstat(t->dirfd, &st) == -1 ||
	    fstat(t->rootfd, &w.boot_root) == -1)
		return fail(t, errno, ".", "cannot read");
	w.dev = st.st_dev;
	if (st.st_dev == w.boot_root.st_dev && st.st_ino == w.boot_root.st_ino)
		return fail(t, 0, ".", "the boot root lies in it:");
	if (walk_folder(&w, t->dirfd, ".", 0) == -1)
		return -1;
	if (w.unreadable == 0)
		return 0;
	fail(t, 0, w.first, "cannot read");
	more = append_begin(t->message, sizeof(t->message));
	if (w.unreadable > 1)
		append_cut(&more, " and %zu more", w.unreadable - 1);
	append_cut(&more, ": %s", strerror(EACCES));
	errno = EACCES;
	return -1;
}
