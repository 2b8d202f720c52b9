/*
 * Started by hand the first messages go to the terminal, else to the log.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include "daemon/log.h"
#include "daemon/privilege.h"
#include "daemon/startup.h"
#include "net/neighbour.h"

_Noreturn void
leave(const struct listener *l, int status)
{
	if (status != EXIT_DONE)
		listener_discard(l);
	exit(status);
}

/* Whether a person waits at a terminal. */
static int
is_by_hand(const struct listener *l)
{
	return l->launch == LAUNCH_HAND || l->launch == LAUNCH_NONE;
}

_Noreturn void
startup_fail(const struct listener *l, const char *what)
{
	log_end(is_by_hand(l), "cannot %s: %s", what, strerror(errno));
	leave(l, EXIT_LATER);
}

void
startup_inherit(struct listener *l, int type, const char *program,
    int to_stderr, int verbose)
{
	const int handed = listener_inherit(l, type, to_stderr);
	const int error = errno;

	log_open(program, to_stderr, verbose);
	if (handed != -1)
		return;
	log_line(LOG_ERR, "cannot take the inherited sockets: %s",
	    strerror(error));
	exit(EXIT_LATER);
}

void
startup_check(const struct listener *l, const struct argument_mistake *m,
    void (*usage)(void))
{
	if (m->what == NULL)
		return;
	if (m->wants_usage)
		usage();
	log_end(is_by_hand(l) && !m->wants_usage, "%s", m->what);
	leave(l, EXIT_USAGE);
}

void
startup_listen(struct listener *l, const char *program,
    const char *const *listen, size_t n, unsigned port)
{
	const char *reason;

	for (size_t i = 0; i < n; i++) {
		if ((reason = listener_bind(l, listen[i], port)) == NULL)
			continue;
		fprintf(stderr, "%s: cannot listen on %s: %s\n", program,
		    listen[i], reason);
		leave(l, EXIT_MISTAKE);
	}
	if (l->n == 0) {
		fprintf(stderr, "%s: there is no socket to serve: start it "
		    "by inetd, by systemd, or with -l\n", program);
		leave(l, EXIT_USAGE);
	}
}

int
startup_neighbours(void)
{
	const int fd = neighbour_open();

	if (fd == -1)
		log_line(LOG_WARNING, "cannot ask the neighbour table: %s; "
		    "clients are known by ip= and name only",
		    strerror(errno));
	return fd;
}

void
startup_become(const struct listener *l, const char *user)
{
	const char *reason = privilege_drop(user);

	if (reason == NULL)
		return;
	log_end(is_by_hand(l), "cannot become %s: %s", user, reason);
	leave(l, EXIT_LATER);
}

static int
open_root(const char *path)
{
	return open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

int
startup_root(const struct listener *l, const char *path)
{
	const int fd = open_root(path);

	if (fd != -1)
		return fd;
	log_end(is_by_hand(l), "cannot open boot root %s: %s", path,
	    strerror(errno));
	if (l->launch == LAUNCH_HAND)
		leave(l, EXIT_MISTAKE);
	return -1;
}

int
startup_root_again(const struct listener *l, const char *path)
{
	if (open_root(path) == -1)
		return -1;
	log_line(LOG_NOTICE, "boot root %s has come: starting anew", path);
	leave(l, EXIT_DONE);
}

void
startup_done_again(const struct listener *l, const char *path)
{
	if (l->launch == LAUNCH_HAND || open_root(path) == -1)
		return;
	log_line(LOG_NOTICE, "folder %s has come: starting anew", path);
	leave(l, EXIT_DONE);
}

void
startup_locked(const struct listener *l, const char *missing, int strict)
{
	if (missing == NULL)
		return;
	if (strict) {
		log_end(is_by_hand(l), "not locked in: %s", missing);
		leave(l, EXIT_MISTAKE);
	}
	log_line(LOG_NOTICE, "not locked in: %s", missing);
}
