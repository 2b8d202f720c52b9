/*
 * Making clients done, and arming them. Declared in done.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "done/done.h"
#include "done/doneby.h"
#include "done/donename.h"
#include "done/donestate.h"
#include "done/donesynced.h"
#include "file/writeall.h"
#include "map/once.h"

/* A new file with its text. 1; 0: it is there already; -1: errno. */
static int
make(int folder_fd, const char *name, const char *by)
{
	char text[DONE_BY_SIZE + 1];
	int fd, error;

	fd = openat(folder_fd, name,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
	if (fd == -1)
		return errno == EEXIST ? 0 : -1;
	snprintf(text, sizeof(text), "%.*s\n", DONE_BY_SIZE - 1, by);
	/* That the file is there is what counts: without its text, too. */
	(void)write_all(fd, text, strlen(text));
	error = fsync(fd) == -1 ? errno : 0;
	if (close(fd) == -1 && error == 0)
		error = errno;
	errno = error;
	return error == 0 ? 1 : -1;
}

/* The files of one client that are to be noted, once they are on the disk. */
struct noted {
	struct stat st[8];	/* others are brought there each time */
	size_t n;
	int needed;		/* one of them may not be there yet */
};

static void
note(const struct done *d, const struct donesynced *synced, const char *name,
    struct noted *noted)
{
	struct stat st;

	if (synced == NULL || noted->n == sizeof(noted->st) / sizeof(*noted->st) ||
	    fstatat(d->fd, name, &st, AT_SYMLINK_NOFOLLOW) == -1) {
		noted->needed = 1;
		return;
	}
	if (donesynced_has(synced, &st))
		return;
	noted->needed = 1;
	noted->st[noted->n++] = st;
}

static int
bring_to_disk(const struct done *d, struct donesynced *synced,
    const struct noted *noted)
{
	if (!noted->needed)
		return 0;
	if (fsync(d->fd) == -1)
		return -1;
	for (size_t i = 0; i < noted->n; i++)
		donesynced_note(synced, &noted->st[i]);
	return 0;
}

/*
 * Under each of its keys, its own first: it is done as soon as one is there. So it
 * stays done when one of its cards goes, or its line begins with another one.
 */
int
done_say(const struct done *d, struct donesynced *synced,
    const struct client *c, const char *by)
{
	struct noted noted = {.n = 0};
	unsigned char key[MAP_KEY_MAX];
	struct once_each each = {0};
	char name[DONENAME_SIZE];
	int more, made = 0;
	size_t n;

	while ((more = once_next(c, &each, key, &n)) == 1) {
		/* The same UUID needs no second file. */
		if (each.is_swapped || done_name(key, n, name) == -1)
			continue;
		if (make(d->fd, name, by) == -1)
			return -1;
		note(d, synced, name, &noted);
		made = 1;
	}
	if (more == -1 || !made) {
		errno = more == -1 ? EPROTO : EINVAL;
		return -1;
	}
	/* One that was there may not be on the disk yet: who made it was killed. */
	return bring_to_disk(d, synced, &noted);
}

/* Under one name. 1: it was done; 0; -1: errno. */
static int
take_back(int fd, const char *name, int is_shared)
{
	struct donestate s;

	if (!is_shared)
		return unlinkat(fd, name, 0) == 0 ? 1 :
		    errno == ENOENT ? 0 : -1;
	if (donestate_read(fd, name, &s) == -1)
		return -1;
	if (s.done == 0)
		return 0;
	return donestate_arm(fd, name, s.done) == -1 ? -1 : 1;
}

int
done_again(const struct done *d, const struct client *c)
{
	unsigned char key[MAP_KEY_MAX];
	struct once_each each = {0};
	char name[DONENAME_SIZE];
	int more, gone = 0, was = 0, is_shared, error;
	size_t n;

	/* Who feeds the folder changes nothing meanwhile. */
	if (flock(d->fd, LOCK_EX) == -1 ||
	    (is_shared = donestate_is_shared(d->fd)) == -1)
		return -1;
	while (was != -1 && (more = once_next(c, &each, key, &n)) == 1) {
		if (done_name(key, n, name) == -1)
			continue;
		if ((was = take_back(d->fd, name, is_shared)) == 1)
			gone++;
	}
	if (was != -1 && more == -1) {
		errno = EPROTO;
		was = -1;
	}
	if (was != -1 && fsync(d->fd) == -1)
		was = -1;
	error = errno;
	(void)flock(d->fd, LOCK_UN);
	errno = error;
	return was == -1 ? -1 : gone;
}

static int
is_before(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec != b->tv_sec ? a->tv_sec < b->tv_sec :
	    a->tv_nsec < b->tv_nsec;
}

/* The first of its files. */
static int
since_in(int fd, const struct client *c, struct timespec *when,
    char by[DONE_BY_SIZE])
{
	unsigned char key[MAP_KEY_MAX];
	struct once_each each = {0};
	char name[DONENAME_SIZE];
	int more, found = 0;
	struct stat st;
	size_t n;

	while ((more = once_next(c, &each, key, &n)) == 1) {
		if (done_name(key, n, name) == -1)
			continue;
		if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == -1) {
			if (errno != ENOENT)
				return -1;
			continue;
		}
		if (found && !is_before(&st.st_mtim, when))
			continue;
		found = 1;
		*when = st.st_mtim;
		done_read_by(fd, name, by);
	}
	if (more == -1)
		errno = EPROTO;
	return more == -1 ? -1 : found;
}

int
done_since(const struct done *d, const struct client *c,
    struct timespec *when, char by[DONE_BY_SIZE])
{
	const int fd = open(d->path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	int found, error;

	if (fd == -1)
		return -1;
	by[0] = '\0';
	found = since_in(fd, c, when, by);
	error = errno;
	close(fd);
	errno = error;
	return found;
}
