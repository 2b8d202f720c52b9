/*
 * Lines out of whatever has them. A read(2) comes only after poll(2) said that
 * it will not wait: the descriptor of standard input is not ours alone, and is
 * left as it is.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mkbootroot/see/journal.h"
#include "mkbootroot/see/source.h"

#define FILE_PAUSE_MS 250	/* until a file is looked at again */

static int
cannot(struct source *s, const char *verb, const char *what)
{
	snprintf(s->why, sizeof(s->why), "cannot %s %s: %s", verb, what,
	    strerror(errno));
	return -1;
}

static int
open_file(struct source *s, const char *path, int follows)
{
	struct stat st;

	/* A fifo without a writer must not hold us up. */
	if ((s->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK |
	    O_NOCTTY)) == -1 || fstat(s->fd, &st) == -1)
		return cannot(s, "open", path);
	if (S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return cannot(s, "open", path);
	}
	s->is_file = S_ISREG(st.st_mode);
	s->path = s->is_file && follows ? path : NULL;
	return 0;
}

int
source_open(struct source *s, const char *where, int follows,
    const char *since)
{
	struct stat st;

	s->fd = s->said = -1;
	s->child = 0;
	s->path = NULL;
	s->is_file = s->is_cutting = 0;
	s->read = 0;
	s->whole = (struct timespec){ .tv_sec = 0 };
	s->cut = 0;
	s->begin = s->end = 0;
	s->why[0] = '\0';
	if (where == NULL && journal_is_hidden()) {
		snprintf(s->why, sizeof(s->why), "cannot read the journal: what "
		    "the servers write is for root and the group "
		    "systemd-journal");
		return -1;
	}
	if (where == NULL) {
		s->fd = journal_start(follows, since, &s->child, &s->said);
		return s->fd == -1 ? cannot(s, "start", "journalctl") : 0;
	}
	if (strcmp(where, "-") != 0)
		return open_file(s, where, follows);
	if (fstat(STDIN_FILENO, &st) == -1)
		return cannot(s, "read", "standard input");
	s->fd = STDIN_FILENO;
	s->is_file = S_ISREG(st.st_mode);
	return 0;
}

/*
 * Whether a file of which all was read was cut to nothing since, as logrotate's
 * copytruncate does: it is shorter, or has become as long again.
 */
static int
was_emptied(struct source *s, const struct stat *st)
{
	const unsigned long long size = (unsigned long long)st->st_size;
	const int is_other = s->whole.tv_sec != 0 &&
	    (s->whole.tv_sec != st->st_mtim.tv_sec ||
	    s->whole.tv_nsec != st->st_mtim.tv_nsec);

	if (size == s->read)
		s->whole = st->st_mtim;
	else
		s->whole.tv_sec = 0;
	return size < s->read || (size == s->read && size > 0 && is_other);
}

/* Whether a file that has no more was replaced, and its successor is open. */
static int
has_successor(struct source *s)
{
	struct stat now, then;
	int fd;

	if (fstat(s->fd, &then) == -1)
		return 0;
	if (was_emptied(s, &then)) {
		s->read = 0;
		return lseek(s->fd, 0, SEEK_SET) != -1;
	}
	/* Between two names there is none for a moment. */
	if (stat(s->path, &now) == -1 || !S_ISREG(now.st_mode) ||
	    (now.st_dev == then.st_dev && now.st_ino == then.st_ino) ||
	    (fd = open(s->path, O_RDONLY | O_CLOEXEC | O_NOCTTY)) == -1)
		return 0;
	close(s->fd);
	s->fd = fd;
	s->read = 0;
	return 1;
}

/* Nothing more comes from there; is_early: by our will, not by its own. */
static enum source_found
end(struct source *s, int is_early)
{
	char text[200];
	int r;

	if (s->fd != -1 && s->fd != STDIN_FILENO)
		close(s->fd);
	s->fd = -1;
	if (s->child <= 0)
		return SOURCE_END;
	r = journal_end(s->child, is_early, s->said, text, sizeof(text));
	s->child = 0;
	if (r == 0)
		return SOURCE_END;
	snprintf(s->why, sizeof(s->why), "cannot read the journal: journalctl: "
	    "%s", text);
	return SOURCE_FAILED;
}

/* More bytes. SOURCE_LINE: there are some. */
static enum source_found
fill(struct source *s)
{
	struct pollfd p = { .fd = s->fd, .events = POLLIN };
	ssize_t n;

	if (s->fd == -1)
		return s->why[0] != '\0' ? SOURCE_FAILED : SOURCE_END;
	if (s->begin > 0) {
		memmove(s->bytes, s->bytes + s->begin, s->end - s->begin);
		s->end -= s->begin;
		s->begin = 0;
	}
	if (!s->is_file && poll(&p, 1, 0) != 1)
		return SOURCE_NONE;
	n = read(s->fd, s->bytes + s->end, sizeof(s->bytes) - s->end);
	if (n == -1 && (errno == EINTR || errno == EAGAIN))
		return SOURCE_NONE;
	if (n == -1) {
		(void)cannot(s, "read", s->path != NULL ? s->path : "the log");
		(void)end(s, 1);
		return SOURCE_FAILED;
	}
	if (n > 0) {
		s->end += (size_t)n;
		s->read += (size_t)n;
		s->whole.tv_sec = 0;
		return SOURCE_LINE;
	}
	if (s->path == NULL)
		return end(s, 0);
	return has_successor(s) ? SOURCE_LINE : SOURCE_NONE;
}

/* Hands out n bytes, and passes over `skip`. */
static enum source_found
hand_out(struct source *s, size_t n, size_t skip, const char **line,
    size_t *line_n)
{
	*line = s->bytes + s->begin;
	*line_n = n;
	s->begin += skip;
	return SOURCE_LINE;
}

enum source_found
source_next(struct source *s, const char **line, size_t *n)
{
	enum source_found found = SOURCE_LINE;
	const char *at, *lf;
	size_t have;

	for (;; found = fill(s)) {
		at = s->bytes + s->begin;
		have = s->end - s->begin;
		lf = have == 0 ? NULL : memchr(at, '\n', have);
		if (s->is_cutting) {
			s->begin += lf != NULL ? (size_t)(lf - at) + 1 : have;
			s->is_cutting = lf == NULL;
			if (lf != NULL)
				continue;
		} else if (lf != NULL && (size_t)(lf - at) <= SOURCE_LINE_MAX) {
			return hand_out(s, (size_t)(lf - at), (size_t)(lf - at)
			    + 1, line, n);
		} else if (have > SOURCE_LINE_MAX) {
			s->is_cutting = 1;
			s->cut++;
			return hand_out(s, SOURCE_LINE_MAX, SOURCE_LINE_MAX,
			    line, n);
		}
		if (found == SOURCE_NONE)
			return found;
		if (found != SOURCE_LINE && (have == 0 || s->is_cutting))
			return found;
		if (found != SOURCE_LINE)
			return hand_out(s, have, have, line, n);
	}
}

int
source_wait(const struct source *s, int *ms)
{
	if (s->fd != -1 && s->is_file && (*ms < 0 || *ms > FILE_PAUSE_MS))
		*ms = FILE_PAUSE_MS;
	return s->is_file ? -1 : s->fd;
}

void
source_close(struct source *s)
{
	(void)end(s, 1);
	if (s->said != -1)
		close(s->said);
	s->said = -1;
}
