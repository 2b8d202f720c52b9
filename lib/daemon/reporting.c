/*
 * Reports by SOCK_SEQPACKET, with the sender's credentials (unix(7)).
 */
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <syslog.h>
#include <unistd.h>

#include "daemon/log.h"
#include "daemon/reporting.h"

#define SEND_S 60	/* who fills the socket cannot stop others for ever */

/* The kernel doubles it, and takes more than 256 bytes of it for a record. */
#define ROOM (REPORTING_WAITING_MAX * 128)

int
reporting_open(int fd[2])
{
	const struct timeval patience = {.tv_sec = SEND_S};
	const int on = 1, room = ROOM;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fd) == -1)
		return -1;
	if (setsockopt(fd[0], SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) == -1)
		return -1;
	if (setsockopt(fd[1], SOL_SOCKET, SO_SNDBUF, &room,
	    sizeof(room)) == -1)
		return -1;
	return setsockopt(fd[1], SOL_SOCKET, SO_SNDTIMEO, &patience,
	    sizeof(patience));
}

int
reporting_send(int fd, const void *report, size_t n)
{
	return send(fd, report, n, MSG_NOSIGNAL) == (ssize_t)n ? 0 : -1;
}

/* Only a kernel without seccomp lets them. Its end would be found again and again. */
static ssize_t
shut(int *fd)
{
	log_line(LOG_ERR, "a process has shut the socket of all reports: stop "
	    "this one, and start it anew");
	close(*fd);
	*fd = -1;
	return 0;
}

ssize_t
reporting_take(int *fd, void *report, size_t size, pid_t *pid)
{
	union {
		struct cmsghdr align;
		unsigned char bytes[CMSG_SPACE(sizeof(struct ucred))];
	} control;
	struct iovec iov = {report, size};
	struct msghdr msg = {
		.msg_iov = &iov, .msg_iovlen = 1,
		.msg_control = control.bytes,
		.msg_controllen = sizeof(control.bytes),
	};
	const struct cmsghdr *c;
	struct ucred from;
	ssize_t n;

	*pid = 0;
	if (*fd == -1 || (n = recvmsg(*fd, &msg, MSG_DONTWAIT)) == -1)
		return 0;
	c = CMSG_FIRSTHDR(&msg);
	if (n == 0 && c == NULL)
		return shut(fd);
	if (c == NULL || c->cmsg_level != SOL_SOCKET ||
	    c->cmsg_type != SCM_CREDENTIALS)
		return -1;
	memcpy(&from, CMSG_DATA(c), sizeof(from));
	*pid = from.pid;
	return n > 0 && (msg.msg_flags & MSG_TRUNC) == 0 ? n : -1;
}

int
reporting_end_liar(pid_t pid, pid_t *last)
{
	if (pid <= 0 || pid == *last)
		return 0;
	*last = pid;
	kill(pid, SIGKILL);
	return 1;
}
