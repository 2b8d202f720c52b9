/*
 * Read, checked, put into the image.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "file/beneath.h"
#include "file/given.h"
#include "file/lock.h"
#include "file/replace.h"
#include "file/system.h"
#include "map/map.h"
#include "mkbootroot/check/imagemeant.h"
#include "mkbootroot/command.h"
#include "mkbootroot/image/image.h"
#include "mkbootroot/text/preseedtext.h"

static void
say(void *arg, unsigned line, const char *what)
{
	const char *file = arg;

	if (line == 0)
		warnx("%s: %s", file, what);
	else
		warnx("%s:%u: %s", file, line, what);
}

/* Reads and checks the text. Its bytes; -1: it was said why, *code is set. */
static ssize_t
read_text(const char *file, char text[PRESEEDTEXT_SIZE], int *code)
{
	struct preseedtext t;
	char name[512];
	ssize_t n;
	int fd;

	if ((fd = given_open(file)) == -1) {
		*code = system_say("cannot read", file);
		return -1;
	}
	snprintf(name, sizeof(name), "%s", file);
	n = preseedtext_read(fd, text, &t, say, name);
	close(fd);
	*code = 1;
	return t.mistakes > 0 ? -1 : n;
}

/* Puts the text into the image, with the lock that an import takes, too. */
static int
put_locked(const struct options *o, int rootfd, const char *name,
    const char *text, size_t n)
{
	char lock[MAP_NAME_MAX + 8], meant[MAP_NAME_MAX + 16];
	pid_t holder;
	int fd, imagefd, error, code = 0;

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
		error = errno;
		code = system_exit_code(error);
		image_meant(rootfd, name, meant, sizeof(meant));
		warnx("cannot open image %s: %s%s", name, strerror(error),
		    error == ENOENT ? meant : "");
	} else {
		if (replace_file(imagefd, IMAGE_PRESEED, text, n) == -1) {
			code = system_exit_code(errno);
			warn("cannot write %s/%s", name, IMAGE_PRESEED);
		}
		close(imagefd);
	}
	lock_drop(rootfd, lock, fd);
	return code;
}

int
image_preseed(const struct options *o, const char *name, const char *file)
{
	char text[PRESEEDTEXT_SIZE];
	ssize_t n;
	int rootfd, code = 0;

	if ((n = read_text(file, text, &code)) == -1)
		return code;
	code = 0;
	if ((rootfd = root_open(o)) == -1)
		return system_exit_code(errno);
	if (!o->dry)
		code = put_locked(o, rootfd, name, text, (size_t)n);
	if (code == 0 && !o->quiet)
		image_show(rootfd, name, stdout);
	close(rootfd);
	return code;
}
