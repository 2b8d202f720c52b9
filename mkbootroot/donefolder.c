/*
 * A folder that is new is empty, and so arms everybody: it is never made, nor marked
 * as the one to look in, where somebody may have been done.
 */
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <libgen.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "done/done.h"
#include "done/donestate.h"
#include "file/folderscan.h"
#include "file/system.h"
#include "map/identify.h"
#include "map/map.h"
#include "mkbootroot/donefolder.h"
#include "mkbootroot/mapkeys.h"

#define MODE 02775

/* Whether a record of the map in place has once; one that cannot be read may. */
static int
has_once(const char *path)
{
	struct map m = { .fd = -1 };
	struct mapkeys keys = { .key = NULL };
	struct record r;
	struct field f;
	int any = 0, more = -1;

	if (map_open(&m, AT_FDCWD, path) != NULL)
		return access(path, F_OK) == 0;
	while (!any && (more = mapkeys_next(&m, &keys)) == 1)
		any = map_key_is(keys.key[0], KEY_RECORD) &&
		    (map_find(&m, keys.key, keys.n, &r) != 1 ||
		    record_field(&r, FIELD_ONCE, &f));
	map_close(&m);
	return any || more == -1;
}

int
donefolder_is_wanted(const struct options *o)
{
	struct stat st;

	if (stat(o->done, &st) == 0 || errno != ENOENT)
		return 0;
	if (!o->is_done_meant) {
		if (!o->quiet)
			warnx("warning: folder %s is missing, and is not made "
			    "for a map of -m without -D: clients with the word "
			    "once boot their disks", o->done);
		return 0;
	}
	if (!has_once(o->map))
		return 1;
	/* Also with -q: installations that are waited for do not begin. */
	warnx("warning: folder %s is missing, and who was done is not known: "
	    "clients with the word once boot their disks until the folder is "
	    "made again",
	    o->done);
	return 0;
}

/* Puts the mark into the folder fd. 0; -1: errno. */
static int
mark(int fd)
{
	const int mark_fd = openat(fd, DONE_MARK,
	    O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644);
	int error = 0;

	if (mark_fd == -1)
		return -1;
	if (fsync(mark_fd) == -1 || fsync(fd) == -1)
		error = errno;
	if (close(mark_fd) == -1 && error == 0)
		error = errno;
	errno = error;
	return error == 0 ? 0 : -1;
}

/* 0; -1: errno. */
static int
make(const char *path, int is_shared)
{
	const struct group *group = getgrnam(DONEFOLDER_GROUP);
	char above[PATH_MAX];
	int fd, error = 0;

	if (snprintf(above, sizeof(above), "%s", path) >= (int)sizeof(above)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	if (mkdir(dirname(above), 0755) == -1 && errno != EEXIST)
		return -1;
	if (mkdir(path, 0755) == -1)
		return -1;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd == -1)
		return -1;
	/* The group first: a change of it takes the bit that hands it on. */
	if ((group != NULL && fchown(fd, (uid_t)-1, group->gr_gid) == -1) ||
	    fchmod(fd, MODE) == -1 ||
	    (is_shared && donestate_heard(fd, 0) == -1) || mark(fd) == -1)
		error = errno;
	close(fd);
	errno = error;
	return error == 0 ? 0 : -1;
}

void
donefolder_make(const struct options *o)
{
	const int error = make(o->done, o->shares_done) == -1 ? errno : 0;

	if (error != 0)
		warnx("warning: cannot make folder %s: %s: clients with the "
		    "word once boot their disks", o->done, system_reason(error));
	else if (!o->quiet)
		printf("made folder %s, in which nobody is done\n", o->done);
}

static int
is_client(const struct dirent *e)
{
	struct who who = { .has_mac = 0 };

	return identify_name(e->d_name, &who);
}

/* Whether the folder fd has the file of a client. */
static int
has_client(int fd)
{
	struct dirent **list;
	const int n = folder_scan(fd, &list, is_client);

	for (int i = 0; i < n; i++)
		free(list[i]);
	if (n >= 0)
		free(list);
	return n > 0;
}

/* Says that the folder has no mark, and what that means. */
static void
say_unmarked(const char *path, const char *kind)
{
	warnx("%sfolder %s has no file " DONE_MARK ", so its file system may "
	    "not be mounted: clients with the word once boot their disks", kind, path);
}

void
donefolder_mark(const struct options *o)
{
	struct stat st;
	int fd;

	/* What else may be wrong with it is check's. */
	fd = open(o->done, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		return;
	if (fstatat(fd, DONE_MARK, &st, AT_SYMLINK_NOFOLLOW) == -1 &&
	    errno == ENOENT && (!has_client(fd) || mark(fd) == -1))
		say_unmarked(o->done, "warning: ");
	close(fd);
}

/* Whether the folder's mode lets a user write there. */
static int
may_write(const struct stat *st, const struct passwd *pw)
{
	gid_t groups[64];
	int n = sizeof(groups) / sizeof(groups[0]);

	if (pw->pw_uid == st->st_uid)
		return (st->st_mode & S_IWUSR) && (st->st_mode & S_IXUSR);
	if (getgrouplist(pw->pw_name, pw->pw_gid, groups, &n) == -1)
		n = sizeof(groups) / sizeof(groups[0]);
	for (int i = 0; i < n; i++)
		if (groups[i] == st->st_gid)
			return (st->st_mode & S_IWGRP) &&
			    (st->st_mode & S_IXGRP);
	return (st->st_mode & S_IWOTH) && (st->st_mode & S_IXOTH);
}

static int
check_users(const struct options *o, const struct stat *st)
{
	static const char *const users[] = { "_tftpd", "_httpd" };
	const struct passwd *pw;
	int code = 0;

	for (size_t i = 0; i < sizeof(users) / sizeof(users[0]); i++)
		if ((pw = getpwnam(users[i])) != NULL && !may_write(st, pw)) {
			warnx("folder %s: %s may not write there", o->done,
			    users[i]);
			code = 1;
		}
	return code;
}

static int
check_mark(const struct options *o)
{
	char path[PATH_MAX];
	struct stat st;

	if (snprintf(path, sizeof(path), "%s/" DONE_MARK, o->done) >=
	    (int)sizeof(path) || lstat(path, &st) == 0)
		return 0;
	if (errno != ENOENT)
		return system_say("cannot read", path);
	say_unmarked(o->done, "");
	return 1;
}

/* Whether a store that is shared was heard of. */
static int
check_store(const struct options *o)
{
	const int fd = open(o->done, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const int is_old = fd == -1 ? -1 : donestate_is_old(fd);
	const int error = errno;

	if (fd != -1)
		close(fd);
	errno = error;
	if (is_old == -1)
		return system_say("cannot read folder", o->done);
	if (is_old)
		warnx("folder %s: " DONE_STORE_OLD ": clients with the word "
		    "once boot their disks", o->done);
	return is_old;
}

int
donefolder_check(const struct options *o)
{
	struct statvfs v;
	struct stat st;

	if (stat(o->done, &st) == -1 || statvfs(o->done, &v) == -1)
		return system_say("cannot read folder", o->done);
	if (!S_ISDIR(st.st_mode)) {
		warnx("%s is no folder", o->done);
		return 1;
	}
	if (!(st.st_mode & S_IXOTH)) {
		warnx("folder %s: not everybody may enter it", o->done);
		return 1;
	}
	if ((v.f_blocks > 0 && v.f_bavail == 0) ||
	    (v.f_files > 0 && v.f_favail == 0)) {
		warnx("folder %s: its disk is full", o->done);
		return 1;
	}
	return check_users(o, &st) != 0 || check_mark(o) != 0 ||
	    check_store(o) != 0;
}
