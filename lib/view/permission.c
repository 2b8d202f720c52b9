/*
 * Looking for the permission that is missing.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "daemon/log.h"
#include "file/inroot.h"
#include "file/linkway.h"
#include "view/permission.h"

#define GROUPS_MAX 64

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
read_label(const struct linkway *w, char *buf, size_t size)
{
	char path[LINKWAY_SIZE], label[128];
	ssize_t n = -1;
	int fd;

	buf[0] = '\0';
	snprintf(path, sizeof(path), "%.*s", w->st_n == 0 ? 1 : (int)w->st_n,
	    w->st_n == 0 ? "." : w->path);
	if ((fd = inroot_open(w->root_fd, path, O_PATH)) == -1)
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
	struct linkway w;
	char shown[LOG_VISIBLE_SIZE(120)], label[LOG_VISIBLE_SIZE(128)];
	char missing[4];

	if (linkway_begin(&w, root_fd, path) == -1)
		return strcpy(buf, "path=-");
	while (linkway_step(&w))
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
