/*
 * dhcp-helper: tells booting clients which file to ask for, and where.
 *
 * inetd or systemd starts it when a datagram is there. It answers what is
 * queued through the socket that it was handed, and goes when nothing has
 * come for a while. serve.c has the way of one datagram.
 */
#include <errno.h>
#include <seccomp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "daemon/counterfile.h"
#include "daemon/log.h"
#include "daemon/privilege.h"
#include "daemon/sandbox.h"
#include "daemon/signals.h"
#include "dhcp-helper/commandline.h"
#include "dhcp-helper/interface.h"
#include "dhcp-helper/message.h"
#include "dhcp-helper/serve.h"
#include "net/datagram.h"
#include "net/listener.h"

#define PORT_DEFAULT 67
/* Datagrams taken from one socket before the others have their turn. */
#define TURN 64

#define EXIT_MISTAKE 1
#define EXIT_USAGE 2
#define EXIT_LATER 111

/*
 * Ends the program with a message. A datagram that started us is read
 * first: inetd and systemd would start us for the same one again, for ever.
 */
static _Noreturn void
die(const struct listener *l, int status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static _Noreturn void
die(const struct listener *l, int status, const char *format, ...)
{
	int by_hand = l->launch == LAUNCH_NONE || l->launch == LAUNCH_HAND;
	char text[512];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	if (by_hand) {
		fprintf(stderr, "dhcp-helper: %s\n", text);
	} else {
		listener_discard(l);
		log_line(LOG_ERR, "%s", text);
	}
	if (by_hand && status == EXIT_USAGE)
		fprintf(stderr, "usage: dhcp-helper [-dSv] [-D folder] "
		    "[-i interface] [-l address[:port]]...\n"
		    "                   [-m map] [-P file] [-t idle] "
		    "[-u user]\n");
	exit(status);
}

/* Whether a socket takes all that comes to a port. */
static int
takes_all(const union address *a, unsigned port)
{
	return a->in.sin_addr.s_addr == htonl(INADDR_ANY) &&
	    address_port(a) == port;
}

/* The kernel gives each broadcast to both such sockets, and both would answer. */
static void
check_twice(const struct listener *l)
{
	static const char why[] = "0.0.0.0 and 255.255.255.255 both get it";
	size_t i, j;

	for (i = 0; i < l->n; i++)
		for (j = 0; j < l->n; j++) {
			if (l->address[i].in.sin_addr.s_addr !=
			    htonl(INADDR_BROADCAST) || !takes_all(
			    &l->address[j], address_port(&l->address[i])))
				continue;
			if (l->launch == LAUNCH_HAND)
				die(l, EXIT_MISTAKE, "cannot answer a "
				    "broadcast once: %s", why);
			log_line(LOG_WARNING, "cannot answer a broadcast "
			    "once: %s", why);
		}
}

/* By hand (-l): binds; else makes sure that something was handed over. */
static void
listen_on(struct listener *l, const struct serveroption *o)
{
	const char *why;
	size_t i;

	if (l->n > 0 && o->listens > 0)
		die(l, EXIT_USAGE, "-l is for a start by hand: a socket was "
		    "handed over");
	for (i = 0; i < o->listens; i++)
		if ((why = listener_bind(l, o->listen[i],
		    PORT_DEFAULT)) != NULL)
			die(l, EXIT_MISTAKE, "cannot listen on %s: %s",
			    o->listen[i], why);
	if (l->n == 0)
		die(l, EXIT_USAGE, "no socket was handed over, and no -l "
		    "given");
	for (i = 0; i < l->n; i++) {
		if (l->address[i].sa.sa_family != AF_INET)
			die(l, EXIT_MISTAKE, "cannot answer on a socket of "
			    "IPv6: inetd's word is udp4");
		if (datagram_prepare(l->fd[i], 1) == -1)
			die(l, EXIT_LATER, "cannot prepare a socket: %s",
			    strerror(errno));
	}
}

/* A mistake that a start by hand shows at once; inetd's log names it. */
static void
check_interface(const struct listener *l, const char *name)
{
	struct interface i;

	if (name == NULL || interface_by_name(l->fd[0], name, &i))
		return;
	if (l->launch == LAUNCH_HAND)
		die(l, EXIT_MISTAKE, "cannot use interface %s: there is none "
		    "of that name", name);
	log_line(LOG_ERR, "cannot use interface %s: there is none of that "
	    "name", name);
}

static int
drain(struct server *s, const struct listener *l, size_t socket)
{
	unsigned char buf[MESSAGE_MAX + 1];
	struct datagram d = { .bytes = buf, .size = sizeof(buf) };
	int i, got = 1;

	serve_turn(s, l->fd[socket], address_port(&l->address[socket]));
	for (i = 0; i < TURN && got == 1; i++)
		if ((got = datagram_receive(l->fd[socket], &d)) == 1)
			serve(s, &d);
	return got;
}

/*
 * All the calls that an answer needs. Sockets are for syslog, when it has been
 * restarted: what clients are sent goes through the inherited ones.
 */
static const int calls[] = {
	SCMP_SYS(ppoll), SCMP_SYS(poll), SCMP_SYS(recvmsg),
	SCMP_SYS(sendmsg), SCMP_SYS(sendto), SCMP_SYS(ioctl),
	SCMP_SYS(openat), SCMP_SYS(open), SCMP_SYS(close),
	SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(stat),
	SCMP_SYS(fstatfs),	/* of the folder of who is done */
	SCMP_SYS(pread64),
	SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(brk),
	SCMP_SYS(madvise), SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
	SCMP_SYS(socket), SCMP_SYS(connect), SCMP_SYS(getpid),
	SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(futex),
	SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn),
	SCMP_SYS(restart_syscall), SCMP_SYS(exit_group),
};

static const int calls_of_p[] = {
	SCMP_SYS(read), SCMP_SYS(flock), SCMP_SYS(fchmod),
	SCMP_SYS(unlinkat), SCMP_SYS(renameat), SCMP_SYS(renameat2),
};

/* The map, a new map, the log anew, and a few to spare. */
#define DESCRIPTORS 16

static void
lock_in(const struct listener *l, const struct serveroption *o,
    int counters_fd)
{
	struct sandbox b;
	const char *missing;

	sandbox_begin(&b);
	sandbox_read_map(&b, o->map);
	sandbox_write(&b, counters_fd);
	sandbox_calls(&b, calls, sizeof(calls) / sizeof(*calls));
	if (counters_fd != -1)
		sandbox_calls(&b, calls_of_p,
		    sizeof(calls_of_p) / sizeof(*calls_of_p));
	missing = sandbox_enter(&b, DESCRIPTORS);
	if (missing == NULL)
		return;
	if (o->strict)
		die(l, EXIT_MISTAKE, "not locked in: %s", missing);
	log_line(LOG_NOTICE, "not locked in: %s", missing);
}

/* Serves until nothing has come for idle_ms; -1: always. */
static void
loop(struct server *s, const struct listener *l, int idle_ms,
    struct counterfile *t, const sigset_t *mask)
{
	int ready[LISTENER_MAX], r, idle, full_ms, wait_ms;
	size_t i;

	while (!signals_end()) {
		full_ms = serve_wait_ms(s, idle_ms, &idle);
		wait_ms = counterfile_wait_ms(t, &s->counters, full_ms);
		r = listener_wait(l, wait_ms, mask, ready, -1, NULL);
		if (r == 0 && idle && wait_ms == full_ms)
			return;
		if (r == -1 && errno != EINTR)
			die(l, EXIT_LATER, "cannot wait for datagrams: %s",
			    strerror(errno));
		for (i = 0; i < l->n && r == 1; i++)
			if (ready[i] && drain(s, l, i) == -1)
				die(l, EXIT_LATER,
				    "cannot receive datagrams: %s",
				    strerror(errno));
		/* Behind what came: a client that has gone on has said so. */
		serve_delayed(s);
		lograte_report(&s->lograte, 0);
		counterfile_count(t, &s->counters, signals_ask());
	}
}

int
main(int argc, char *argv[])
{
	struct options options;
	const struct serveroption *o = &options.all;
	struct listener l;
	static struct server s;		/* megabytes, touched when they are used */
	const char *why;
	struct counterfile t;
	sigset_t while_waiting;
	int handed;

	s.map.fd = -1;
	commandline_parse(argc, argv, &options);

	/* Before any message: descriptors 1 and 2 may be the socket. */
	handed = listener_inherit(&l, SOCK_DGRAM, o->debug);
	log_open("dhcp-helper", o->debug, o->verbose);
	if (handed == -1)
		die(&l, EXIT_LATER, "cannot take the sockets: %s",
		    strerror(errno));
	if (o->mistake.what != NULL)
		die(&l, EXIT_USAGE, "%s", o->mistake.what);

	/* Port 67 wants root; nothing after it does. */
	listen_on(&l, o);
	check_twice(&l);
	check_interface(&l, options.interface);
	if ((why = privilege_drop(o->user)) != NULL)
		die(&l, EXIT_MISTAKE, "cannot become %s: %s", o->user, why);
	counterfile_open(&t, o->counters);
	signals_prepare(&while_waiting);
	serve_begin(&s);
	lock_in(&l, o, t.folder_fd);

	s.interface = options.interface;
	s.map_path = o->map;
	done_begin(&s.done, o->done);
	/* A large map takes a while, and nobody is waiting yet. */
	if (l.launch == LAUNCH_HAND)
		(void)mapfollow(&s.map, s.map_path, s.map_trouble,
		    MAPFOLLOW_ANSWERS_NOBODY);
	loop(&s, &l, l.launch == LAUNCH_HAND ? -1 : (int)o->idle_s * 1000, &t,
	    &while_waiting);
	lograte_report(&s.lograte, 1);
	counterfile_finish(&t, &s.counters);
	map_close(&s.map);
	return 0;
}
