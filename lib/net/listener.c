/*
 * The inherited or bound sockets, and waiting on them.
 */
#include <arpa/inet.h>
#include <bsd/stdlib.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "net/bindreason.h"
#include "net/listener.h"

#define DISCARD_MAX 65536	/* faster than they come, all the same */
#define SYSTEMD_FIRST_FD 3	/* sd_listen_fds(3) */

/* Whether fd is a bound socket of IP, of that type; then *a is its address. */
static int
is_socket(int fd, int wanted, union address *a)
{
	int type;
	socklen_t n = sizeof(type), address_n = sizeof(*a);

	memset(a, 0, sizeof(*a));
	return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &n) == 0 &&
	    type == wanted &&
	    getsockname(fd, &a->sa, &address_n) == 0 &&
	    (a->sa.sa_family == AF_INET || a->sa.sa_family == AF_INET6);
}

/* A connection is served alone: 0; -1: there are others, errno. */
static int
look_for_connection(struct listener *l)
{
	int listens = 0;
	socklen_t n = sizeof(listens);

	for (size_t i = 0; l->type == SOCK_STREAM && i < l->n; i++) {
		if (getsockopt(l->fd[i], SOL_SOCKET, SO_ACCEPTCONN, &listens,
		    &n) == -1)
			return -1;
		l->is_connection |= !listens;
	}
	if (!l->is_connection || l->n == 1)
		return 0;
	errno = EINVAL;
	return -1;
}

static int
add(struct listener *l, int fd, const union address *a)
{
	if (l->n == LISTENER_MAX) {
		errno = E2BIG;
		return -1;
	}
	l->fd[l->n] = fd;
	l->address[l->n++] = *a;
	return 0;
}

/* sd_listen_fds(3), whose library would be a dependency for ten lines. */
static int
inherit_systemd(struct listener *l)
{
	const char *pid = getenv("LISTEN_PID"), *fds = getenv("LISTEN_FDS");
	const char *error, *error_pid;
	long long n, for_pid;
	union address a;

	if (pid == NULL || fds == NULL)
		return 0;
	for_pid = strtonum(pid, 1, INT32_MAX, &error_pid);
	n = strtonum(fds, 1, LISTENER_MAX, &error);
	if (error_pid != NULL || for_pid != getpid())
		return 0;	/* meant for the program that started us */
	if (error != NULL) {
		errno = EINVAL;
		return -1;
	}
	for (int fd = SYSTEMD_FIRST_FD; fd < SYSTEMD_FIRST_FD + n; fd++) {
		if (!is_socket(fd, l->type, &a)) {
			errno = ENOTSOCK;
			return -1;
		}
		if (fcntl(fd, F_SETFD, FD_CLOEXEC) == -1 ||
		    add(l, fd, &a) == -1)
			return -1;
	}
	l->launch = LAUNCH_SYSTEMD;
	return 0;
}

static int
inherit_inetd(struct listener *l)
{
	union address a;
	int fd;

	if (!is_socket(STDIN_FILENO, l->type, &a))
		return 0;
	if ((fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)) == -1)
		return -1;
	l->launch = LAUNCH_INETD;
	return add(l, fd, &a);
}

/* Descriptors 0 to 2: nothing that we open later may become one of them. */
static int
fill_standard(const struct listener *l, int keep_stderr)
{
	struct stat st;
	union address a;
	int fd, null;

	if ((null = open("/dev/null", O_RDWR | O_CLOEXEC)) == -1)
		return -1;
	for (fd = 0; fd <= 2; fd++) {
		int replace = fstat(fd, &st) == -1 ||
		    (l->launch != LAUNCH_NONE && fd < 2) ||
		    (fd == 2 && (is_socket(fd, l->type, &a) ||
		    (l->launch == LAUNCH_INETD && !keep_stderr)));

		if (replace && fd != null && dup2(null, fd) == -1)
			return -1;
	}
	if (null > 2)
		close(null);
	else if (fcntl(null, F_SETFD, 0) == -1)
		return -1;
	return 0;
}

int
listener_inherit(struct listener *l, int type, int keep_stderr)
{
	memset(l, 0, sizeof(*l));
	l->type = type;
	if (inherit_systemd(l) == -1)
		return -1;
	if (l->n == 0 && inherit_inetd(l) == -1)
		return -1;
	unsetenv("LISTEN_PID");
	unsetenv("LISTEN_FDS");
	unsetenv("LISTEN_FDNAMES");
	if (look_for_connection(l) == -1 ||
	    fill_standard(l, keep_stderr) == -1)
		return -1;
	return (int)l->n;
}

/* One datagram, or one connection: 1, or 0: there is none. */
static int
discard_one(const struct listener *l, int fd)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	char byte;
	int got;

	if (l->type == SOCK_DGRAM)
		return recv(fd, &byte, sizeof(byte), MSG_DONTWAIT) != -1;
	if (l->is_connection || poll(&p, 1, 0) != 1 ||
	    (got = accept4(fd, NULL, NULL, SOCK_CLOEXEC)) == -1)
		return 0;
	close(got);
	return 1;
}

void
listener_discard(const struct listener *l)
{
	const struct timespec second = {.tv_sec = 1};

	if (l->n == 0 || l->launch == LAUNCH_HAND)
		return;
	(void)nanosleep(&second, NULL);
	for (size_t i = 0; i < l->n; i++)
		for (int n = 0; n < DISCARD_MAX &&
		    discard_one(l, l->fd[i]); n++)
			;
}

const char *
listener_parse(const char *text, unsigned default_port, union address *a)
{
	char host[INET6_ADDRSTRLEN + IF_NAMESIZE + 3];
	const char *port = NULL, *error, *begin = text;
	char *scope;
	size_t n = strlen(text);

	if (*text == '[') {
		const char *end = strchr(text, ']');

		if (end == NULL || (end[1] != '\0' && end[1] != ':'))
			return "the address has no closing ]";
		begin = text + 1;
		n = (size_t)(end - begin);
		port = end[1] == ':' ? end + 2 : NULL;
	} else if ((port = strchr(text, ':')) != NULL &&
	    strchr(port + 1, ':') == NULL) {
		n = (size_t)(port++ - text);
	} else {
		port = NULL;	/* none, or an IPv6 address without [] */
	}
	if (n >= sizeof(host))
		return "the address is too long";
	memcpy(host, begin, n);
	host[n] = '\0';
	memset(a, 0, sizeof(*a));
	if (n == 0)
		strcpy(host, "0.0.0.0");
	if ((scope = strchr(host, '%')) != NULL) {
		*scope++ = '\0';
		if ((a->in6.sin6_scope_id = if_nametoindex(scope)) == 0)
			return "no such interface";
	}
	if (inet_pton(AF_INET, host, &a->in.sin_addr) == 1)
		a->sa.sa_family = AF_INET;
	else if (inet_pton(AF_INET6, host, &a->in6.sin6_addr) == 1)
		a->sa.sa_family = AF_INET6;
	else
		return "it is not an address";
	address_set_port(a, default_port);
	if (port != NULL) {
		address_set_port(a, (unsigned)strtonum(port, 1, 65535,
		    &error));
		if (error != NULL)
			return "the port is not a number from 1 to 65535";
	}
	return NULL;
}

const char *
listener_bind(struct listener *l, const char *text, unsigned default_port)
{
	const int on = 1;
	const char *reason;
	union address a;
	int fd;

	if ((reason = listener_parse(text, default_port, &a)) != NULL)
		return reason;
	fd = socket(a.sa.sa_family, l->type | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return strerror(errno);
	/*
	 * Beside a DHCP server port 67 can only be shared; an IPv6 socket
	 * takes IPv6 alone, so that -l 0.0.0.0 -l [::] works in any order.
	 */
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == -1 ||
	    (a.sa.sa_family == AF_INET6 && setsockopt(fd, IPPROTO_IPV6,
	    IPV6_V6ONLY, &on, sizeof(on)) == -1) ||
	    bind(fd, &a.sa, address_length(&a)) == -1 ||
	    (l->type == SOCK_STREAM && listen(fd, SOMAXCONN) == -1) ||
	    add(l, fd, &a) == -1) {
		reason = bind_reason(errno, l->type);
		close(fd);
		return reason;
	}
	l->launch = LAUNCH_HAND;
	return NULL;
}

/*
 * Where a descriptor is ready at once, ppoll(2) lets no signal in: while somebody floods
 * us, nobody could stop us.
 */
static void
let_signals_in(const sigset_t *mask)
{
	sigset_t before;

	if (sigprocmask(SIG_SETMASK, mask, &before) == 0)
		(void)sigprocmask(SIG_SETMASK, &before, NULL);
}

int
listener_wait(const struct listener *l, int timeout_ms, const sigset_t *mask,
    int ready[LISTENER_MAX], int extra_fd, int *extra)
{
	struct pollfd p[LISTENER_MAX + 1];
	struct timespec timeout = {timeout_ms / 1000,
	    (timeout_ms % 1000) * 1000000L};
	int n;

	for (size_t i = 0; i < l->n; i++)
		p[i] = (struct pollfd){.fd = l->fd[i], .events = POLLIN};
	p[l->n] = (struct pollfd){.fd = extra_fd, .events = POLLIN};
	n = ppoll(p, l->n + 1, timeout_ms < 0 ? NULL : &timeout, mask);
	if (n > 0)
		let_signals_in(mask);
	for (size_t i = 0; i < l->n; i++)
		ready[i] = n > 0 && p[i].revents != 0;
	if (extra != NULL)
		*extra = n > 0 && p[l->n].revents != 0;
	return n > 0 ? 1 : n;
}
