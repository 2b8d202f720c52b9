/*
 * Looking for the permission that is missing.
 */
#include "permission.h"

#include <bsd/string.h>

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "log.h"

#define WALK_SIZE 4096
#define LINKS_MAX 16
#define GROUPS_MAX 64

/* Where the walk has come to. */
struct walk {
	int root_fd;
	char path[WALK_SIZE];	/* links on the way are replaced */
	size_t n;		/* bytes of path that are looked at */
	unsigned links;
	struct stat st;		/* of the last part that could be looked at */
	size_t st_n;		/* and its bytes of path; 0: the boot root */
};

/* The first n bytes of the path, only to look at it. */
static int
open_part(const struct walk *w, size_t n, int follow)
{
	const struct open_how how = {
		.flags = O_PATH | O_CLOEXEC | (follow ? 0 : O_NOFOLLOW),
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
	};
	char part[WALK_SIZE];

	snprintf(part, sizeof(part), "%.*s", n == 0 ? 1 : (int)n,
	    n == 0 ? "." : w->path);
	return (int)syscall(SYS_openat2, w->root_fd, part, &how,
	    sizeof(how));
}

/* Puts a link's target in its place in the path: 1, or 0: it is too long. */
static int
replace_link(struct walk *w, size_t begin, const char *target)
{
	char path[WALK_SIZE];
	int n;

	n = snprintf(path, sizeof(path), "%.*s%s%s", (int)begin, w->path,
	    target, w->path + w->n);
	if (n < 0 || (size_t)n >= sizeof(path))
		return 0;
	memcpy(w->path, path, (size_t)n + 1);
	w->n = begin;
	if (w->st_n > (size_t)n)
		w->st_n = (size_t)n;
	return 1;
}

/* The next part: 1: it was passed, 0: the walk ends here. */
static int
step(struct walk *w)
{
	size_t begin = w->n;
	char target[WALK_SIZE];
	ssize_t n;
	int fd, ok;

	begin += strspn(w->path + begin, "/");
	w->n = begin + strcspn(w->path + begin, "/");
	if (w->n == begin || (fd = open_part(w, w->n, 0)) == -1)
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

/* 'u', 'g' or 'o': the bits of the mode that are about us. */
static char
our_class(const struct stat *st)
{
	gid_t groups[GROUPS_MAX];
	int n = getgroups(GROUPS_MAX, groups);

	if (st->st_uid == geteuid())
		return 'u';
	if (st->st_gid == getegid())
		return 'g';
	for (int i = 0; i < n; i++)
		if (groups[i] == st->st_gid)
			return 'g';
	return 'o';
}

/* What the mode lacks, such as "o+x"; an empty text: nothing. */
static const char *
needs(const struct stat *st, char buf[4])
{
	char class = our_class(st);
	int shift = class == 'u' ? 6 : class == 'g' ? 3 : 0;
	int bit = S_ISDIR(st->st_mode) ? S_IXOTH : S_IROTH;

	buf[0] = '\0';
	/* A file is for everybody or for nobody, whoever we are. */
	if (!S_ISDIR(st->st_mode) && !(st->st_mode & S_IROTH))
		return strcpy(buf, "o+r");
	/* explain may be run by root, who passes everywhere. */
	if (geteuid() != 0 && !((int)(st->st_mode >> shift) & bit))
		snprintf(buf, 4, "%c+%c", class, bit == S_IXOTH ? 'x' : 'r');
	else if (S_ISDIR(st->st_mode) && !(st->st_mode & S_IXOTH))
		return strcpy(buf, "o+x");
	return buf;
}

/* SELinux's label of what the walk ended at; the text may be empty. */
static void
read_label(const struct walk *w, char *buf, size_t size)
{
	char path[64], label[128];
	ssize_t n = -1;
	int fd;

	buf[0] = '\0';
	if ((fd = open_part(w, w->st_n, 1)) == -1)
		return;
	/* fgetxattr(2) does not take a descriptor that only looks. */
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	n = getxattr(path, "security.selinux", label, sizeof(label));
	close(fd);
	if (n > 0 && label[n - 1] == '\0')
		n--;
	if (n > 0)
		log_visible(buf, size, label, (size_t)n);
}

char *
permission_missing(int root_fd, const char *path, char *buf, size_t size)
{
	struct walk w = {.root_fd = root_fd};
	char shown[LOG_VISIBLE_SIZE(120)], label[LOG_VISIBLE_SIZE(128)];
	char missing[4];

	if (strlcpy(w.path, path, sizeof(w.path)) >= sizeof(w.path) ||
	    fstat(root_fd, &w.st) == -1)
		return strcpy(buf, "path=-");
	while (step(&w))
		;
	log_visible(shown, sizeof(shown), w.st_n == 0 ? "." : w.path,
	    w.st_n == 0 ? 1 : w.st_n);
	if (needs(&w.st, missing)[0] != '\0') {
		snprintf(buf, size, "path=%s needs=%s mode=%04o owner=%u:%u "
		    "us=%u:%u", shown, missing,
		    (unsigned)w.st.st_mode & 07777, w.st.st_uid, w.st.st_gid,
		    geteuid(), getegid());
		return buf;
	}
	read_label(&w, label, sizeof(label));
	snprintf(buf, size, "path=%s mode=%04o owner=%u:%u us=%u:%u "
	    "maybe=SELinux,AppArmor,ACL%s%s", shown,
	    (unsigned)w.st.st_mode & 07777, w.st.st_uid, w.st.st_gid,
	    geteuid(), getegid(), label[0] != '\0' ? " label=" : "", label);
	return buf;
}
