/*
 * A folder that is new is empty, and so arms everybody: it is never made where
 * somebody may have been done.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <libgen.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "file/system.h"
#include "map/map.h"
#include "mkbootroot/donefolder.h"

#define MODE 02775

/* Whether a record of the map in place has once; one that cannot be read may. */
static int
has_once(const char *path)
{
	struct map m = { .fd = -1 };
	const unsigned char *key;
	struct record r;
	struct field f;
	unsigned pos;
	int any = 0, more = -1;

	if (map_open(&m, AT_FDCWD, path) != NULL)
		return access(path, F_OK) == 0;
	cdb_seqinit(&pos, &m.cdb);
	while (!any && (more = cdb_seqnext(&pos, &m.cdb)) > 0) {
		key = cdb_getkey(&m.cdb);
		if (key == NULL || cdb_keylen(&m.cdb) == 0 ||
		    !map_key_is(key[0], KEY_RECORD))
			continue;
		any = map_find(&m, key, cdb_keylen(&m.cdb), &r) != 1 ||
		    record_field(&r, FIELD_ONCE, &f);
	}
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
			    "for a map of -m without -D: what boots once boots "
			    "its disk", o->done);
		return 0;
	}
	if (!has_once(o->map))
		return 1;
	if (!o->quiet)
		warnx("warning: folder %s is missing, and who was done is not "
		    "known: what boots once boots its disk until the folder is "
		    "made again", o->done);
	return 0;
}

/* 0; -1: errno. */
static int
make(const char *path)
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
	    fchmod(fd, MODE) == -1)
		error = errno;
	close(fd);
	errno = error;
	return error == 0 ? 0 : -1;
}

void
donefolder_make(const struct options *o)
{
	const int error = make(o->done) == -1 ? errno : 0;

	if (o->quiet)
		return;
	if (error != 0)
		warnx("warning: cannot make folder %s: %s: what boots once "
		    "boots its disk", o->done, system_reason(error));
	else
		printf("made folder %s, in which nobody is done\n", o->done);
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
	return check_users(o, &st);
}
