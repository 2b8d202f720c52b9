/*
 * Looking whether a client is done. A path is looked up anew each time: a folder
 * that came late, or was replaced, is seen, and no descriptor is kept.
 */
#include <bsd/string.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <syslog.h>
#include <unistd.h>

#include "daemon/log.h"
#include "done/done.h"
#include "done/donename.h"
#include "done/donestate.h"
#include "map/once.h"

void
done_begin(struct done *d, const char *path)
{
	memset(d, 0, sizeof(*d));
	d->path = path;
	d->fd = -1;
}

int
done_open(struct done *d, const char *path)
{
	done_begin(d, path);
	d->writes = 1;
	/* Not O_PATH: it is to be brought to the disk. */
	d->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return d->fd == -1 ? -1 : 0;
}

void
done_close(struct done *d)
{
	if (d->fd != -1)
		close(d->fd);
	d->fd = -1;
}

static int
is_full(const struct statvfs *v)
{
	/* 0 of 0: there is no limit. */
	return (v->f_blocks > 0 && v->f_bavail == 0) ||
	    (v->f_files > 0 && v->f_favail == 0);
}

/* Why the folder fd, of this path now, may not be the one. NULL: it is. */
static const char *
misplaced(const struct done *d, int fd)
{
	struct stat now, kept;

	if (fstat(fd, &now) == -1)
		return strerror(errno);
	if (now.st_nlink == 0)
		return "it was removed";
	if (fstatat(fd, DONE_MARK, &kept, AT_SYMLINK_NOFOLLOW) == -1)
		return errno != ENOENT ? strerror(errno) :
		    "it has no file " DONE_MARK ", so its file system may not be "
		    "mounted";
	if (!d->writes)
		return NULL;
	if (d->fd == -1)
		return "it could not be opened at the start: start this "
		    "program again";
	if (fstat(d->fd, &kept) == -1)
		return strerror(errno);
	if (kept.st_dev != now.st_dev || kept.st_ino != now.st_ino)
		return "it is another folder than at the start: start this "
		    "program again";
	return NULL;
}

const char *
done_misplaced(const struct done *d)
{
	const int fd = open(d->path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	const char *why;

	if (fd == -1)
		return strerror(errno);
	why = misplaced(d, fd);
	close(fd);
	return why;
}

/*
 * Why that a client is not in the folder does not mean that it is armed. NULL: it
 * does.
 */
static const char *
doubt(const struct done *d, int fd)
{
	const char *why = misplaced(d, fd);
	struct statvfs v;
	int is_old;

	if (why != NULL)
		return why;
	if (fstatvfs(fd, &v) == -1)
		return strerror(errno);
	if (is_full(&v))
		return "its disk is full";
	if ((is_old = donestate_is_old(fd)) != 0)
		return is_old == -1 ? strerror(errno) : DONE_STORE_OLD;
	if (d->writes && faccessat(fd, ".", W_OK | X_OK, 0) == -1)
		return "this program may not write there";
	return NULL;
}

static enum done_state
unknown(const char **why, const char *reason)
{
	*why = reason;
	return DONE_UNKNOWN;
}

static enum done_state
look_in(const struct done *d, int fd, const struct client *c,
    const char **why)
{
	unsigned char key[MAP_KEY_MAX];
	struct once_each each = {0};
	char name[DONENAME_SIZE];
	const char *reason;
	struct stat st;
	size_t n;
	int more;

	while ((more = once_next(c, &each, key, &n)) == 1) {
		if (done_name(key, n, name) == -1)
			continue;
		if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0)
			return DONE_IS;
		if (errno != ENOENT)
			return unknown(why, strerror(errno));
	}
	if (more == -1)
		return unknown(why, "the map is corrupt");
	/* Afterwards: it may have gone meanwhile. */
	reason = doubt(d, fd);
	return reason != NULL ? unknown(why, reason) : DONE_ARMED;
}

enum done_state
done_look(const struct done *d, const struct client *c, const char **why)
{
	enum done_state state;
	const char *unused;
	int fd;

	if (why == NULL)
		why = &unused;
	*why = NULL;
	if (c->once_key_n == 0)
		return DONE_NO_IDENTITY;
	fd = open(d->path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		return unknown(why, strerror(errno));
	state = look_in(d, fd, c, why);
	close(fd);
	return state;
}

void
done_settle(struct done *d, struct client *c)
{
	const char *why;

	if (!once_matters(c))
		return;
	client_settle(c, done_look(d, c, &why));
	if (why == NULL) {
		if (c->once_state == DONE_ARMED)
			d->trouble[0] = '\0';
		return;
	}
	if (strcmp(why, d->trouble) == 0)
		return;
	strlcpy(d->trouble, why, sizeof(d->trouble));
	log_line(LOG_ERR, "cannot tell who is done: %s: %s; clients with the "
	    "word once boot their disks", d->path, why);
}
