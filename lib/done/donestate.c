/*
 * A file is made under a name of its own and then renamed: a time can be set by its
 * owner only, and those that are there are the servers'. Who changes something here has
 * locked the folder.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "done/doneby.h"
#include "done/donename.h"
#include "done/donestate.h"
#include "file/writeall.h"

#define MADE ".new"
#define NAME_SIZE (DONENAME_SIZE + sizeof(DONE_AGAIN))

static void
note_name(char buf[NAME_SIZE], const char *name)
{
	snprintf(buf, NAME_SIZE, DONE_AGAIN "%s", name);
}

/* The time of a file; 0: there is none. -1: errno. */
static int64_t
time_of(int fd, const char *name)
{
	struct stat st;

	if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return errno == ENOENT ? 0 : -1;
	if (st.st_mtim.tv_sec > DONE_TIME_MAX)
		return DONE_TIME_MAX;
	return st.st_mtim.tv_sec < 1 ? 1 : st.st_mtim.tv_sec;
}

int
donestate_read(int fd, const char *name, struct donestate *s)
{
	char note[NAME_SIZE];

	*s = (struct donestate){ 0 };
	note_name(note, name);
	if ((s->again = time_of(fd, note)) == -1 ||
	    (s->done = time_of(fd, name)) == -1)
		return -1;
	if (s->done == 0)
		return 0;
	if (s->done <= s->again)
		s->done = s->again + 1;
	done_read_by(fd, name, s->by);
	return 0;
}

/* The new file, of this time. 0; -1: errno, and there is none. */
static int
make(int fd, const char *text, int64_t when, int syncs)
{
	const struct timespec times[2] = { { .tv_sec = (time_t)when },
	    { .tv_sec = (time_t)when } };
	struct stat st;
	int made, error = 0;

	/* One that was left over may be another user's. */
	if (unlinkat(fd, MADE, 0) == -1 && errno != ENOENT)
		return -1;
	made = openat(fd, MADE,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
	if (made == -1)
		return -1;
	if (write_all(made, text, strlen(text)) == -1 ||
	    futimens(made, times) == -1 || (syncs && fsync(made) == -1) ||
	    fstat(made, &st) == -1)
		error = errno;
	else if (st.st_mtim.tv_sec != when)
		error = ERANGE;
	if (close(made) == -1 && error == 0)
		error = errno;
	if (error != 0) {
		(void)unlinkat(fd, MADE, 0);
		errno = error;
	}
	return error == 0 ? 0 : -1;
}

/* -1: errno, and nothing has changed. */
static int
put(int fd, const char *text, int64_t when, const char *name, int syncs)
{
	int error;

	if (make(fd, text, when, syncs) == -1)
		return -1;
	if (renameat(fd, MADE, fd, name) == 0)
		return 0;
	error = errno;
	(void)unlinkat(fd, MADE, 0);
	errno = error;
	return -1;
}

int
donestate_make(int fd, const char *name, const struct donestate *s,
    int replaces)
{
	char text[DONE_BY_SIZE + 1];
	int code, error;

	snprintf(text, sizeof(text), "%s\n", s->by);
	if (replaces)
		return put(fd, text, s->done, name, 0);
	if (make(fd, text, s->done, 0) == -1)
		return -1;
	code = linkat(fd, MADE, fd, name, 0);
	error = errno;
	(void)unlinkat(fd, MADE, 0);
	errno = error;
	return code;
}

int
donestate_note(int fd, const char *name, int64_t again)
{
	char note[NAME_SIZE];

	note_name(note, name);
	return put(fd, "", again, note, 0);
}

int
donestate_arm(int fd, const char *name, int64_t again)
{
	char note[NAME_SIZE];
	int64_t at;

	/* Before anything is taken back: a time that cannot be kept is none. */
	if (make(fd, "", again, 0) == -1)
		return -1;
	note_name(note, name);
	if ((renameat(fd, name, fd, note) == -1 && errno != ENOENT) ||
	    (at = time_of(fd, note)) == -1)
		return -1;
	if (at == again)
		return unlinkat(fd, MADE, 0);
	return renameat(fd, MADE, fd, note);
}

int
donestate_is_shared(int fd)
{
	struct stat st;

	if (fstatat(fd, DONE_STORE, &st, AT_SYMLINK_NOFOLLOW) == 0)
		return 1;
	return errno == ENOENT ? 0 : -1;
}

int
donestate_is_old(int fd)
{
	struct timespec now;
	struct stat st;

	if (fstatat(fd, DONE_STORE, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return errno == ENOENT ? 0 : -1;
	if (clock_gettime(CLOCK_REALTIME, &now) == -1)
		return -1;
	return st.st_mtim.tv_sec > now.tv_sec + DONE_STORE_S ||
	    st.st_mtim.tv_sec < now.tv_sec - DONE_STORE_S;
}

int
donestate_heard(int fd, int64_t when)
{
	const int is_first = donestate_is_shared(fd) != 1;

	if (put(fd, "", when, DONE_STORE, is_first) == -1)
		return -1;
	return is_first ? fsync(fd) : 0;
}
