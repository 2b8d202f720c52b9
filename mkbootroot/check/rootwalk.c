/*
 * The walk enters no link, and looks at each file through a descriptor, so
 * that what is changed is what was looked at.
 */
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "daemon/log.h"
#include "file/folderscan.h"
#include "file/inroot.h"
#include "mkbootroot/check/rootwalk.h"

#define DEPTH_MAX 64
#define LABEL_SIZE 256

struct walk {
	const struct options *o;
	int rootfd;
	char path[PATH_MAX];	/* of what is looked at, in the boot root */
	int depth;
	int code;
	size_t labels;		/* files with a label that is not for tftpd */
	char label[LABEL_SIZE];	/* the first of them, and its file */
	char labelled[LOG_VISIBLE_SIZE(200)];
	size_t links;		/* that lead to nothing in the boot root */
	char linked[LOG_VISIBLE_SIZE(200)];	/* the first of them */
};

/* What "/proc/self/fd/N" calls an O_PATH descriptor, for chmod(2). */
static char *
fd_path(int fd, char buf[32])
{
	snprintf(buf, 32, "/proc/self/fd/%d", fd);
	return buf;
}

static char *
visible(const char *path, char buf[LOG_VISIBLE_SIZE(200)])
{
	return log_visible(buf, LOG_VISIBLE_SIZE(200), path, strlen(path));
}

void
say_mended(const struct options *o, const char *what, mode_t old, mode_t new)
{
	printf(o->dry ? "would mend %s: mode %04o to %04o\n" :
	    "mended %s: mode %04o is now %04o\n", what,
	    (unsigned)old & 07777, (unsigned)new & 07777);
}

/* Says what is wrong with a mode, and mends it where that is wanted. */
static void
look_at_mode(struct walk *w, int fd, const struct stat *st)
{
	int is_folder = S_ISDIR(st->st_mode);
	mode_t mode = (st->st_mode & 07777) | (is_folder ? 0555 : 0444);
	char shown[LOG_VISIBLE_SIZE(200)], name[32];

	if (st->st_mode & (is_folder ? S_IXOTH : S_IROTH))
		return;
	visible(w->path, shown);
	if (!w->o->mend) {
		if (!w->o->quiet)
			warnx("warning: %s: not everybody may %s it", shown,
			    is_folder ? "enter" : "read");
	} else if (!w->o->dry && chmod(fd_path(fd, name), mode) == -1) {
		warn("cannot mend %s", shown);
		w->code = 1;
	} else
		say_mended(w->o, shown, st->st_mode, mode);
}

/* Whether a label is of a type that SELinux's tftpd may read. */
static int
is_for_tftpd(const char *label)
{
	static const char *const types[] = { "tftpdir_t", "tftpdir_rw_t",
	    "public_content_t", "public_content_rw_t" };
	const char *type = strchr(label, ':');
	size_t i, n;

	/* user:role:type:level */
	if (type != NULL)
		type = strchr(type + 1, ':');
	if (type == NULL)
		return 0;
	n = strcspn(++type, ":");
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strlen(types[i]) == n && memcmp(type, types[i], n) == 0)
			return 1;
	return 0;
}

static void
look_at_label(struct walk *w, int fd)
{
	char label[LABEL_SIZE], name[32];
	ssize_t n;

	/* None where SELinux never was. */
	n = getxattr(fd_path(fd, name), "security.selinux", label,
	    sizeof(label) - 1);
	if (n <= 0)
		return;
	label[n] = '\0';
	if (is_for_tftpd(label) || w->labels++ > 0)
		return;
	log_visible(w->label, sizeof(w->label), label, strlen(label));
	visible(w->path, w->labelled);
}

static int
is_name(const struct dirent *d)
{
	return strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0;
}

static int
is_shown(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

static void look_at(struct walk *w, int folder, const char *name);

static void
walk_folder(struct walk *w, int folder)
{
	size_t at = strlen(w->path);
	struct dirent **list;
	int i, n;

	n = folder_scan(folder, &list, w->depth == 0 ? is_shown : is_name);
	if (n == -1) {
		warn("cannot read folder %s", at == 0 ? "." : w->path);
		w->code = 1;
		return;
	}
	w->depth++;
	for (i = 0; i < n; i++) {
		snprintf(w->path + at, sizeof(w->path) - at, "%s%s",
		    at == 0 ? "" : "/", list[i]->d_name);
		look_at(w, folder, list[i]->d_name);
		w->path[at] = '\0';
		free(list[i]);
	}
	w->depth--;
	free(list);
}

/* A link that leads nowhere by itself is seen where something names it. */
static void
look_at_link(struct walk *w)
{
	const int fd = inroot_open(w->rootfd, w->path, O_PATH);

	if (fd != -1)
		close(fd);
	else if (errno == EXDEV && w->links++ == 0)
		visible(w->path, w->linked);
}

/* A file, a folder or a link; everything else is not sent. */
static void
look_at(struct walk *w, int folder, const char *name)
{
	struct stat st;
	int fd, inside;

	fd = openat(folder, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (fd == -1)
		return;		/* it is gone */
	if (fstat(fd, &st) == -1)
		st.st_mode = 0;
	if (S_ISLNK(st.st_mode)) {
		look_at_link(w);
	} else if (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode)) {
		look_at_mode(w, fd, &st);
		look_at_label(w, fd);
		if (S_ISDIR(st.st_mode) && w->depth < DEPTH_MAX &&
		    (inside = openat(fd, ".", O_RDONLY | O_DIRECTORY |
		    O_CLOEXEC)) != -1) {
			walk_folder(w, inside);
			close(inside);
		}
	}
	close(fd);
}

int
root_walk(int rootfd, const struct options *o)
{
	struct walk w = { .o = o, .rootfd = rootfd };
	char more[64] = "";

	walk_folder(&w, rootfd);
	if (w.links > 1)
		snprintf(more, sizeof(more), " and %zu more", w.links - 1);
	if (w.links > 0 && !o->quiet)
		warnx("warning: %s%s: a link that leads to nothing in the boot "
		    "root: tftpd refuses it", w.linked, more);
	more[0] = '\0';
	if (w.labels > 1)
		snprintf(more, sizeof(more), " and %zu more", w.labels - 1);
	if (w.labels > 0 && !o->quiet)
		warnx("warning: %s%s: SELinux label %s: tftpd may not be "
		    "allowed to read it: chcon -R -t tftpdir_t %s",
		    w.labelled, more, w.label, o->root);
	return w.code;
}
