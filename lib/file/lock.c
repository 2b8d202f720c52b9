/*
 * A lock is an fcntl(2) lock on a file that only its owner can open, so that
 * nobody else can hold it, it says who holds it, and it ends with its
 * holder, killed or not.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "file/lock.h"

#define POLL_MS 50

static int
try_lock(int fd, pid_t *holder)
{
	struct flock l = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	if (fcntl(fd, F_SETLK, &l) == 0)
		return 0;
	if (errno != EACCES && errno != EAGAIN)
		return -1;
	*holder = 0;
	if (fcntl(fd, F_GETLK, &l) == 0 && l.l_type != F_UNLCK)
		*holder = l.l_pid;
	errno = EAGAIN;
	return -1;
}

/* Whether the file we locked still stands at its name. */
static int
is_in_place(int dirfd, const char *name, int fd)
{
	struct stat ours, there;

	return fstat(fd, &ours) == 0 &&
	    fstatat(dirfd, name, &there, AT_SYMLINK_NOFOLLOW) == 0 &&
	    ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
}

int
lock_take(int dirfd, const char *name, int wait_s, pid_t *holder)
{
	const struct timespec nap = { .tv_nsec = POLL_MS * 1000000L };
	int fd, error, left = wait_s * 1000;

	for (;;) {
		fd = openat(dirfd, name, O_RDWR | O_CREAT | O_NOFOLLOW |
		    O_NONBLOCK | O_CLOEXEC, 0600);
		if (fd == -1)
			return -1;
		if (try_lock(fd, holder) == 0) {
			if (is_in_place(dirfd, name, fd))
				return fd;
			/* Its last holder has removed or renamed it. */
			close(fd);
			continue;
		}
		error = errno;
		close(fd);
		errno = error;
		if (errno != EAGAIN || left <= 0)
			return -1;
		nanosleep(&nap, NULL);
		left -= POLL_MS;
	}
}

void
lock_drop(int dirfd, const char *name, int fd)
{
	unlinkat(dirfd, name, 0);	/* first: nobody else has it locked */
	close(fd);
}
