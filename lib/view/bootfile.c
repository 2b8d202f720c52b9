/*
 * Opening beneath the boot root, and nowhere else; reading what was opened.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "file/inroot.h"
#include "file/settled.h"
#include "file/way.h"
#include "view/bootfile.h"

#define TRIES 200	/* beside who replaces it all the time, 8 are too few */
#define LOOKS 1000	/* less than a millisecond, and a file's last one */
#define LEASES 20	/* 100 ms, for who has to give a file back */
#define LEASE_MS 5

void
bootfile_add_memory(struct bootfile *b, const char *bytes, size_t n)
{
	b->segment[b->n++] = (struct segment){.fd = -1, .memory = bytes,
	    .size = n};
	b->size += n;
}

static enum view_verdict
open_failed(int error, struct view_why *why)
{
	switch (error) {
	case ENOENT:
	case ENOTDIR:
		return view_refuse(why, VIEW_NOT_FOUND);
	case EXDEV:
		return view_refuse(why, VIEW_LINK_OUTSIDE);
	case ELOOP:
		return view_refuse(why, VIEW_TOO_MANY_LINKS);
	case EACCES:
	case EPERM:
		return view_refuse(why, VIEW_CLOSED_FOR_US);
	case ENAMETOOLONG:
		return view_refuse(why, VIEW_NAME_TOO_LONG);
	case ENXIO:
	case ENODEV:
		return view_refuse(why, VIEW_NOT_REGULAR);
	default:
		return view_refuse_system(why, error);
	}
}

/*
 * fstat(2) and nothing else: the C library's asks by newfstatat(2), which
 * tells of any path, and a transfer may not make that call.
 */
static int
stat_again(int fd, struct stat *st)
{
#ifdef SYS_fstat
	return (int)syscall(SYS_fstat, fd, st);
#else
	return fstat(fd, st);
#endif
}

/* What was opened: whether it may be sent. */
static enum view_verdict
judge(struct segment *s, int root_fd, const char *path, struct view_why *why)
{
	enum way way;

	if (fstat(s->fd, &s->opened) == -1)
		return open_failed(errno, why);
	if (!S_ISREG(s->opened.st_mode))
		return view_refuse(why, VIEW_NOT_REGULAR);
	if (!(s->opened.st_mode & S_IROTH) ||
	    (way = way_look(root_fd, path, s->fd)) == WAY_CLOSED)
		return view_refuse(why, VIEW_CLOSED_FOR_ALL);
	s->is_linked = way == WAY_LINKED;
	s->memory = NULL;
	s->size = (uint64_t)s->opened.st_size;
	return VIEW_OPEN;
}

/* Whether it has lost the name that it was opened by: to another one, perhaps. */
static int
has_lost_name(const struct segment *s)
{
	struct stat now;

	return stat_again(s->fd, &now) == 0 &&
	    (now.st_nlink == 0 || now.st_nlink != s->opened.st_nlink);
}

static void
nap(int ms)
{
	const struct timespec t = {.tv_nsec = ms * 1000000L};

	(void)nanosleep(&t, NULL);
}

/*
 * O_NONBLOCK: opening a fifo would wait for its other end. But who has a lease of the
 * file, as a client of NFS that may write to it, or Samba (fcntl(2), F_SETLEASE), is only
 * now told to give it back.
 */
static int
open_leased(int root_fd, const char *path)
{
	int fd;

	for (int tries = 0; (fd = inroot_open(root_fd, path,
	    O_RDONLY | O_NONBLOCK | O_NOCTTY)) == -1 && errno == EAGAIN &&
	    tries < LEASES; tries++)
		nap(LEASE_MS);
	return fd;
}

/*
 * A file that is replaced while its way is looked at has none any more, and its times
 * are those of before or behind that: then it is the other one that is asked for.
 */
enum view_verdict
bootfile_open(struct bootfile *b, int root_fd, const char *path,
    struct view_why *why)
{
	struct segment *s = &b->segment[0];
	enum view_verdict verdict;

	for (int tries = 1;; tries++) {
		if ((s->fd = open_leased(root_fd, path)) == -1)
			return open_failed(errno, why);
		verdict = judge(s, root_fd, path, why);
		if (tries == TRIES || (verdict == VIEW_OPEN ?
		    s->opened.st_nlink > 0 : !has_lost_name(s)))
			break;
		close(s->fd);
	}
	if (verdict == VIEW_OPEN) {
		b->size = s->size;
		b->n = 1;
	} else {
		close(s->fd);
	}
	return verdict;
}

void
bootfile_settle(const struct bootfile *b)
{
	int ms;

	for (size_t i = 0; i < b->n; i++)
		if (b->segment[i].fd != -1 && (ms = settled_in_ms(
		    &b->segment[i].opened.st_mtim)) > 0)
			nap(ms);
}

static ssize_t
read_segment(const struct segment *s, unsigned char *buf, size_t n,
    uint64_t offset)
{
	size_t done = 0;
	ssize_t got;

	if (s->fd == -1) {
		memcpy(buf, s->memory + offset, n);
		return (ssize_t)n;
	}
	while (done < n) {
		got = pread(s->fd, buf + done, n - done,
		    (off_t)(offset + done));
		if (got == -1 && errno == EINTR)
			continue;
		if (got <= 0) {
			if (got == 0)
				errno = ESTALE;
			return -1;
		}
		done += (size_t)got;
	}
	return (ssize_t)n;
}

ssize_t
bootfile_read(const struct bootfile *b, void *buf, size_t n, uint64_t offset)
{
	unsigned char *p = buf;
	size_t done = 0;

	for (size_t i = 0; i < b->n && done < n; i++) {
		const struct segment *s = &b->segment[i];
		size_t part = n - done;

		if (offset >= s->size) {
			offset -= s->size;
			continue;
		}
		if (part > s->size - offset)
			part = (size_t)(s->size - offset);
		if (read_segment(s, p + done, part, offset) == -1)
			return -1;
		done += part;
		offset = 0;
	}
	return (ssize_t)done;
}

static int
same_time(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

/*
 * The kernel changes both for a file that loses its name, but not at once: to the
 * end of that it looks like one that was written to.
 */
static int
loses_name(const struct segment *s)
{
	struct stat now;

	for (int i = 0; i < LOOKS; i++)
		if (stat_again(s->fd, &now) == 0 &&
		    now.st_nlink != s->opened.st_nlink)
			return 1;
	return 0;
}

int
bootfile_changed(const struct bootfile *b)
{
	struct stat now;

	for (size_t i = 0; i < b->n; i++) {
		const struct segment *s = &b->segment[i];

		if (s->fd == -1)
			continue;
		if (stat_again(s->fd, &now) == -1 ||
		    now.st_size != s->opened.st_size ||
		    !same_time(&now.st_mtim, &s->opened.st_mtim))
			return 1;
		/*
		 * Who writes can put the mtime back, but not the ctime. That
		 * one changes with the number of links, too: a file that was
		 * replaced or removed is still what it was.
		 */
		if (now.st_nlink == s->opened.st_nlink &&
		    !same_time(&now.st_ctim, &s->opened.st_ctim) &&
		    !loses_name(s))
			return 1;
	}
	return 0;
}

void
bootfile_close(struct bootfile *b)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->segment[i].fd != -1)
			close(b->segment[i].fd);
	b->n = 0;
}
