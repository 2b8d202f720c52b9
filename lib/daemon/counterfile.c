/*
 * Writing the counters: lock, read, add, write, rename.
 *
 * The folder may be another program's: nothing in it is trusted, no link is
 * followed, and what is read there can only give wrong numbers.
 */
#include <bsd/string.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#include "daemon/counterfile.h"
#include "daemon/log.h"
#include "daemon/now.h"

#define EVERY_MS 5000
#define LOCK_TRIES 100	/* before leaving, each after 10 ms */

void
counterfile_open(struct counterfile *t, const char *path)
{
	char folder[PATH_MAX], name[PATH_MAX];
	const char *base;

	memset(t, 0, sizeof(*t));
	t->folder_fd = -1;
	t->tried_ms = now_ms() - EVERY_MS;
	if (path == NULL)
		return;
	strlcpy(name, path, sizeof(name));
	base = basename(name);
	if (strlcpy(folder, path, sizeof(folder)) >= sizeof(folder) ||
	    strlen(base) + sizeof(".new") > sizeof(t->temporary)) {
		errno = ENAMETOOLONG;
	} else {
		strlcpy(t->name, base, sizeof(t->name));
		snprintf(t->temporary, sizeof(t->temporary), "%.*s.new",
		    (int)(sizeof(t->temporary) - sizeof(".new")), base);
		t->folder_fd = open(dirname(folder), O_RDONLY | O_DIRECTORY |
		    O_CLOEXEC);
	}
	if (t->folder_fd == -1)
		log_line(LOG_ERR, "cannot open the folder of %s: %s; no "
		    "counters are written", path, strerror(errno));
}

/* What stands in the file; 0 bytes if there is none that is a file. */
static size_t
read_old(const struct counterfile *t, char *buf, size_t size)
{
	int fd = openat(t->folder_fd, t->name, O_RDONLY | O_NOFOLLOW |
	    O_NONBLOCK | O_CLOEXEC);
	struct stat st;
	ssize_t n = 0;

	if (fd == -1)
		return 0;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		n = read(fd, buf, size);
	close(fd);
	return n < 0 ? 0 : (size_t)n;
}

/* -1: errno. A temporary file that somebody killed has left is replaced. */
static int
replace(const struct counterfile *t, const char *text, size_t n)
{
	int fd, error = 0;

	if (unlinkat(t->folder_fd, t->temporary, 0) == -1 && errno != ENOENT)
		return -1;
	fd = openat(t->folder_fd, t->temporary, O_WRONLY | O_CREAT | O_EXCL |
	    O_CLOEXEC, 0644);
	if (fd == -1)
		return -1;
	/* Short on a full disk. node_exporter is another user. */
	errno = ENOSPC;
	if (write(fd, text, n) != (ssize_t)n || fchmod(fd, 0644) == -1)
		error = errno;
	if (close(fd) == -1 && error == 0)
		error = errno;
	if (error == 0 && renameat(t->folder_fd, t->temporary, t->folder_fd,
	    t->name) == -1)
		error = errno;
	if (error == 0)
		return 0;
	(void)unlinkat(t->folder_fd, t->temporary, 0);
	errno = error;
	return -1;
}

/* -1: errno. */
static int
add_to_file(const struct counterfile *t, struct counters *c)
{
	char text[COUNTER_TEXT_SIZE];
	uint64_t total[COUNTER_MAX];
	size_t n;

	counters_read(c, text, read_old(t, text, sizeof(text)), total);
	counters_sum(c, total);
	if ((n = counters_text(c, total, text, sizeof(text))) == 0) {
		errno = EFBIG;
		return -1;
	}
	return replace(t, text, n);
}

/* Whether the lock was had; if not, what was counted is still there. */
static int
write_locked(struct counterfile *t, struct counters *c)
{
	t->tried_ms = now_ms();
	if (flock(t->folder_fd, LOCK_EX | LOCK_NB) == -1 &&
	    errno == EWOULDBLOCK)
		return 0;
	/* Without a lock on a file system that has none. */
	if (add_to_file(t, c) == 0) {
		counters_written(c);
		t->was_bad = 0;
	} else if (!t->was_bad) {
		log_line(LOG_ERR, "cannot write %s: %s", t->name,
		    strerror(errno));
		t->was_bad = 1;
	}
	(void)flock(t->folder_fd, LOCK_UN);
	return 1;
}

int
counterfile_wait_ms(const struct counterfile *t, const struct counters *c,
    int wait_ms)
{
	long long left;

	if (t->folder_fd == -1 || !counters_changed(c))
		return wait_ms;
	left = t->tried_ms + EVERY_MS - now_ms();
	if (left < 0)
		left = 0;
	return wait_ms == -1 || left < wait_ms ? (int)left : wait_ms;
}

void
counterfile_count(struct counterfile *t, struct counters *c, int is_asked)
{
	char line[COUNTER_LINE_SIZE];

	if (is_asked)
		log_line(LOG_INFO, "counters %s", counters_line(c, line,
		    sizeof(line)));
	if (counterfile_wait_ms(t, c, -1) == 0)
		(void)write_locked(t, c);
}

void
counterfile_finish(struct counterfile *t, struct counters *c)
{
	if (t->folder_fd == -1 || !counters_changed(c))
		return;
	for (int i = 0; i < LOCK_TRIES && !write_locked(t, c); i++)
		(void)poll(NULL, 0, 10);
}
