/*
 * unix(7): a descriptor goes with a record, and MSG_PEEK gives a copy of both.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "httpd/mapoffer.h"

union control {
	struct cmsghdr align;
	unsigned char bytes[CMSG_SPACE(sizeof(int))];
};

int
mapoffer_open(struct mapoffer *o)
{
	memset(o, 0, sizeof(*o));
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, o->fd) == -1)
		return -1;
	/* Children have this end, and nothing to say by it. */
	return shutdown(o->fd[0], SHUT_WR);
}

static struct mapoffer_what
describe(const struct map *m, int is_bad)
{
	struct mapoffer_what what;

	memset(&what, 0, sizeof(what));
	what.reading = m->reading;
	what.n = m->fd == -1 ? 0 : m->cdb.cdb_fsize;
	what.opened = m->opened;
	what.bad = m->bad;
	what.is_bad_known = m->bad_why != NULL;
	what.is_bad = is_bad;
	return what;
}

static int
is_same(const struct mapoffer_what *a, const struct mapoffer_what *b)
{
	return a->reading == b->reading && a->n == b->n &&
	    a->is_bad_known == b->is_bad_known && a->is_bad == b->is_bad &&
	    memcmp(&a->opened, &b->opened, sizeof(a->opened)) == 0 &&
	    memcmp(&a->bad, &b->bad, sizeof(a->bad)) == 0;
}

/* fd -1: without one. */
static int
put(int to, const struct mapoffer_what *what, int fd)
{
	union control control = {.bytes = {0}};
	struct iovec iov = {(void *)(uintptr_t)what, sizeof(*what)};
	struct msghdr msg = {.msg_iov = &iov, .msg_iovlen = 1};
	struct cmsghdr *c;

	if (fd != -1) {
		msg.msg_control = control.bytes;
		msg.msg_controllen = sizeof(control.bytes);
		c = CMSG_FIRSTHDR(&msg);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof(fd));
		memcpy(CMSG_DATA(c), &fd, sizeof(fd));
	}
	return sendmsg(to, &msg, MSG_DONTWAIT | MSG_NOSIGNAL) ==
	    (ssize_t)sizeof(*what) ? 0 : -1;
}

/* Its descriptor goes with it: there is no place for one. */
static void
drop(int fd)
{
	struct mapoffer_what what;

	(void)recv(fd, &what, sizeof(what), MSG_DONTWAIT);
}

int
mapoffer_make(struct mapoffer *o, struct map *m, int is_bad)
{
	const struct mapoffer_what what = describe(m, is_bad);
	int fd = -1;

	if (o->is_made && is_same(&what, &o->what))
		return 0;
	if ((what.n > 0 && (fd = map_seal_memory(m)) == -1) ||
	    put(o->fd[1], &what, fd) == -1)
		return -1;
	/* Not before the new one stands behind it: who looks finds one of them, and who
	   was told of the older one may have that. */
	if (o->is_made)
		drop(o->fd[0]);
	o->what = what;
	o->is_made = 1;
	return 0;
}

/* *fd is -1 where there is none. */
static int
look(int from, struct mapoffer_what *what, int *fd)
{
	union control control;
	struct iovec iov = {what, sizeof(*what)};
	struct msghdr msg = {
		.msg_iov = &iov, .msg_iovlen = 1,
		.msg_control = control.bytes,
		.msg_controllen = sizeof(control.bytes),
	};
	const ssize_t n = recvmsg(from, &msg, MAPOFFER_FLAGS);
	const struct cmsghdr *c = n == -1 ? NULL : CMSG_FIRSTHDR(&msg);

	*fd = -1;
	if (c != NULL && c->cmsg_level == SOL_SOCKET &&
	    c->cmsg_type == SCM_RIGHTS)
		memcpy(fd, CMSG_DATA(c), sizeof(*fd));
	if (n == (ssize_t)sizeof(*what) && (*fd != -1) == (what->n > 0))
		return 0;
	if (n != -1)
		errno = EMFILE;	/* there was no room for the descriptor */
	return -1;
}

int
mapoffer_take(int from, struct map *m, int *is_bad)
{
	struct mapoffer_what what;
	int fd;

	if (look(from, &what, &fd) == -1)
		return -1;
	if (fd != -1 && map_take_sealed(m, fd, (size_t)what.n,
	    &what.opened) == -1) {
		close(fd);
		return -1;
	}
	m->bad = what.bad;
	m->bad_why = what.is_bad_known ? "the parent has found it bad" : NULL;
	*is_bad = what.is_bad;
	return 0;
}
