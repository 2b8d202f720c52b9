/*
 * syslog(3) waits as long as syslogd does not read, and so does write(2) on a
 * pipe: then a log that nobody reads would stop the service. So the socket of
 * syslogd is our own here, and does not wait.
 *
 * Standard error is shared with whoever started us. O_NONBLOCK belongs to the
 * open file, not to the descriptor, so it would be set for all of them. A pipe
 * or a terminal is opened once more instead, which makes an open file of our
 * own. A socket is told with each call not to wait; a file never lets wait.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "daemon/logsend.h"

#define SYSLOGD "/dev/log"
#define STDERR_AGAIN "/proc/self/fd/2"

static enum { TO_SYSLOGD, TO_SOCKET, TO_FILE, TO_ASKED_FIRST } way;
static int out = -1;	/* -1: there is no syslogd */
static int is_stream;	/* of syslogd: a NUL ends each line */
static int torn;	/* the last line was taken in part */

static int
connect_to_syslogd(int type)
{
	struct sockaddr_un a = {.sun_family = AF_UNIX, .sun_path = SYSLOGD};
	int error, fd = socket(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd == -1 ||
	    connect(fd, (const struct sockaddr *)&a, sizeof(a)) == 0)
		return fd;
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

/* A syslogd that was restarted has a new socket. -1: errno. */
static int
open_syslogd(void)
{
	int fd = connect_to_syslogd(SOCK_DGRAM), stream = 0;

	if (fd == -1 && errno == EPROTOTYPE) {
		fd = connect_to_syslogd(SOCK_STREAM);
		stream = 1;
	}
	if (fd == -1)
		return -1;
	if (out != -1)
		close(out);
	out = fd;
	is_stream = stream;
	torn = 0;
	return 0;
}

static void
open_stderr(void)
{
	struct stat st;
	int fd;

	out = STDERR_FILENO;
	way = TO_FILE;
	if (fstat(STDERR_FILENO, &st) == -1 || S_ISREG(st.st_mode))
		return;
	if (S_ISSOCK(st.st_mode)) {
		way = TO_SOCKET;
		return;
	}
	fd = open(STDERR_AGAIN, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd != -1)
		out = fd;
	else
		way = TO_ASKED_FIRST;	/* no /proc, or another user's */
}

void
logsend_open(int to_stderr)
{
	way = TO_SYSLOGD;
	if (to_stderr)
		open_stderr();
	else
		(void)open_syslogd();
}

/*
 * Where it cannot be opened a second time: between question and answer
 * somebody else may fill the pipe, but there is no better way. A transfer may
 * not ask, and stops nobody but itself.
 */
static int
has_room(void)
{
	struct pollfd p = {.fd = out, .events = POLLOUT};
	int n = poll(&p, 1, 0);

	if (n == 0)
		errno = EAGAIN;
	return n == 1 || (n == -1 && errno == ENOSYS);
}

static ssize_t
put(const char *bytes, size_t n)
{
	if (way == TO_SYSLOGD || way == TO_SOCKET)
		return send(out, bytes, n, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (way == TO_ASKED_FIRST && !has_room())
		return -1;
	return write(out, bytes, n);
}

/* Of a stream, where a part may be taken: that part is a line, too. */
static int
put_line(const char *bytes, size_t n, char end)
{
	ssize_t sent;

	if (torn && put(&end, 1) != 1)
		return -1;
	if (torn)		/* see time_of_day() of log.c */
		torn = 0;
	sent = put(bytes, n);
	if (sent > 0 && (size_t)sent < n) {
		torn = 1;
		errno = EAGAIN;
	}
	return sent == (ssize_t)n ? 0 : -1;
}

static int
put_to_syslogd(const char *line, size_t n)
{
	if (out == -1) {
		errno = ENOTCONN;
		return -1;
	}
	/* The NUL that is behind the text ends it in a stream. */
	return put_line(line, n + (size_t)is_stream, '\0');
}

int
logsend(const char *line, size_t n)
{
	if (way != TO_SYSLOGD)
		return put_line(line, n, '\n');
	if (put_to_syslogd(line, n) == 0)
		return 0;
	if (errno == EAGAIN || errno == ENOBUFS || errno == EMSGSIZE ||
	    open_syslogd() == -1)
		return -1;
	return put_to_syslogd(line, n);
}

int
logsend_fd(void)
{
	return out;
}
