/*
 * The sockets that requests arrive on, and waiting on them.
 *
 * A program finds out by itself how it was started: by systemd (LISTEN_FDS),
 * by inetd or xinetd (descriptor 0 is a bound socket), or by hand (-l: it binds
 * for itself). A socket of streams may listen, or is one connection that was
 * accepted for it ("nowait", Accept=yes).
 */
#ifndef LISTENER_H
#define LISTENER_H

#include <signal.h>
#include <stddef.h>

#include "net/address.h"

#define LISTENER_MAX 8

enum listener_launch { LAUNCH_NONE, LAUNCH_INETD, LAUNCH_SYSTEMD, LAUNCH_HAND };

struct listener {
	int fd[LISTENER_MAX];
	union address address[LISTENER_MAX];	/* what each is bound to */
	size_t n;
	enum listener_launch launch;
	int type;		/* SOCK_DGRAM, SOCK_STREAM */
	int is_connection;	/* fd[0] is one, and there is no other */
};

/*
 * Takes the sockets of a type that were inherited, moves them away from 0, 1 and 2,
 * and puts /dev/null there (standard error is kept with keep_stderr), so
 * that no stray message can reach a client. Sockets are closed on exec.
 * LISTEN_* leave the environment. Returns the number of sockets, 0 when none
 * were inherited (then descriptors 0 to 2 are only filled up), -1: errno.
 */
int listener_inherit(struct listener *l, int type, int keep_stderr);

/*
 * Throws away the datagrams, or the connections, of each socket that was inherited,
 * after a second. A program that inetd started and that must fail does this first:
 * inetd would start it again and again for one that stays where it is, and as often
 * as they come without the second, with a line in the log each time.
 */
void listener_discard(const struct listener *l);

/*
 * Reads "10.9.0.1:69", "[fe80::1%eth0]:69" or "::1"; the port is default_port
 * if there is none. NULL: done; otherwise the reason.
 */
const char *listener_parse(const char *text, unsigned default_port,
    union address *a);

/*
 * Binds one more socket of l->type for -l ADDRESS[:PORT]; IPv6 as [ADDRESS]:PORT,
 * port by default default_port. NULL: done; otherwise the reason, for
 * "cannot listen on TEXT: reason".
 */
const char *listener_bind(struct listener *l, const char *text,
    unsigned default_port);

/*
 * Waits until a socket or extra_fd (-1: none) has something, a signal
 * arrives that is unblocked in mask, or timeout_ms (-1: for ever) is over. Such
 * signals come in each time, also where something was ready before. Sets
 * ready[i] for each socket. Returns 1: something is ready (*extra says
 * whether extra_fd is); 0: the time is over; -1: errno (EINTR: a signal).
 */
int listener_wait(const struct listener *l, int timeout_ms,
    const sigset_t *mask, int ready[LISTENER_MAX], int extra_fd, int *extra);

#endif
