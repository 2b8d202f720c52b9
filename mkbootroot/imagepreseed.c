/*
 * Read, checked, written beside its place, renamed.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "beneath.h"
#include "image.h"
#include "imagepreseed.h"
#include "lock.h"
#include "map.h"
#include "preseedtext.h"
#include "system.h"

#define TEMPORARY ".preseed.cfg.new"

static void
say(void *arg, unsigned line, const char *what)
{
	const char *file = arg;

	if (line == 0)
		warnx("%s: %s", file, what);
	else
		warnx("%s:%u: %s", file, line, what);
}

/* Reads and checks the text. Its bytes; -1: it was said what is wrong. */
static ssize_t
read_text(const char *file, char text[PRESEEDTEXT_SIZE])
{
	struct preseedtext t;
	char name[512];
	ssize_t n;
	int fd;

	if ((fd = open(file, O_RDONLY | O_CLOEXEC)) == -1) {
		warn("cannot read %s", file);
		return -1;
	}
	snprintf(name, sizeof(name), "%s", file);
	n = preseedtext_read(fd, text, &t, say, name);
	close(fd);
	return t.mistakes > 0 ? -1 : n;
}

/* Writes the text under another name. 0; -1: errno. */
static int
write_beside(int imagefd, const char *text, size_t n)
{
	size_t done = 0;
	ssize_t written = 0;
	int fd, error = 0;

	fd = openat(imagefd, TEMPORARY, O_WRONLY | O_CREAT | O_TRUNC |
	    O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd == -1)
		return -1;
	while (done < n && written != -1)
		if ((written = write(fd, text + done, n - done)) != -1)
			done += (size_t)written;
	if (written == -1 || fchmod(fd, 0644) == -1 || fsync(fd) == -1)
		error = errno;
	if (close(fd) == -1 && error == 0)
		error = errno;
	errno = error;
	return error == 0 ? 0 : -1;
}

/* Puts the text into the image's folder. Exit code. */
static int
put(int imagefd, const char *name, const char *text, size_t n)
{
	int error;

	if (write_beside(imagefd, text, n) == 0 &&
	    renameat(imagefd, TEMPORARY, imagefd, IMAGE_PRESEED) == 0 &&
	    fsync(imagefd) == 0)
		return 0;
	error = errno;
	unlinkat(imagefd, TEMPORARY, 0);
	warnx("cannot write %s/%s: %s", name, IMAGE_PRESEED, strerror(error));
	return system_exit_code(error);
}

/* The same with the lock that an import of the image takes, too. */
static int
put_locked(const struct options *o, int rootfd, const char *name,
    const char *text, size_t n)
{
	char lock[MAP_NAME_MAX + 8];
	pid_t holder;
	int fd, imagefd, code;

	snprintf(lock, sizeof(lock), ".%s.lock", name);
	fd = lock_take(rootfd, lock, LOCK_WAIT_S, &holder);
	if (fd == -1 && errno == EAGAIN) {
		warnx("cannot write into image %s: process %ld is writing it",
		    name, (long)holder);
		return 111;
	}
	if (fd == -1) {
		code = system_exit_code(errno);
		warn("cannot write in %s", o->root);
		return code;
	}
	imagefd = beneath_open(rootfd, name, O_RDONLY | O_DIRECTORY);
	if (imagefd == -1) {
		code = system_exit_code(errno);
		warn("cannot open image %s", name);
	} else {
		code = put(imagefd, name, text, n);
		close(imagefd);
	}
	lock_drop(rootfd, lock, fd);
	return code;
}

int
image_preseed(const struct options *o, const char *name, const char *file)
{
	char text[PRESEEDTEXT_SIZE];
	struct image found;
	ssize_t n;
	int rootfd, code = 0;

	if ((n = read_text(file, text)) == -1)
		return 1;
	if ((rootfd = root_open(o)) == -1)
		return 1;
	if (!o->dry)
		code = put_locked(o, rootfd, name, text, (size_t)n);
	if (code == 0 && !o->quiet &&
	    image_scan(rootfd, name, &found) == 1)
		image_print(name, &found, stdout);
	close(rootfd);
	return code;
}
