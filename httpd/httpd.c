/*
 * httpd: sends boot files by HTTP, a process for every connection.
 */
#include <bsd/unistd.h>
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "daemon/logsend.h"
#include "daemon/reporting.h"
#include "daemon/signals.h"
#include "httpd/admit.h"
#include "httpd/answer.h"
#include "httpd/commandline.h"
#include "httpd/connection.h"
#include "httpd/hear.h"
#include "httpd/server.h"
#include "httpd/start.h"
#include "httpd/tally.h"
#include "map/mapfollow.h"
#include "net/stream.h"

#define HTTP_PORT 80
#define GATHER_MS 2		/* in which reports are left to become more */
#define REAP_MS 1000		/* until it is noticed that a child has ended */
#define DESCRIPTORS 64		/* sockets, map, log, and one connection */

extern char **environ;

static void
wake(int sig)
{
	(void)sig;
}

/*
 * A process for each connection: one that gets room in its socket again does not take
 * the processor away from whom it sends to. The call itself, as musl has none.
 */
static void
give_way(void)
{
	const struct sched_param none = {.sched_priority = 0};

	if (syscall(SYS_sched_getscheduler, 0) == SCHED_OTHER)
		(void)syscall(SYS_sched_setscheduler, 0, SCHED_BATCH, &none);
}

static void
prepare(struct server *s, const struct serveroption *o)
{
	const struct listener *l = &s->listener;

	for (size_t i = 0; i < l->n; i++)
		if (stream_prepare(l->fd[i], CONNECTION_IDLE_S,
		    CONNECTION_STUCK_S) == -1 ||
		    (!l->is_connection && stream_unblock(l->fd[i]) == -1))
			startup_fail(l, "prepare socket");
	if (connections_open(&s->connections, l->is_connection ? 1 : o->total,
	    o->per_client) == -1 || start_open(s) == -1 ||
	    reporting_open(s->report_fd) == -1 ||
	    mapoffer_open(&s->mapoffer) == -1)
		startup_fail(l, "make room for connections");
	give_way();
	s->neighbour_fd = startup_neighbours();
	s->map_path = o->map;
	startup_become(l, o->user);
	/* What can be opened later is settled before the first byte is read. */
	s->root_fd = startup_root(l, s->set.root_path);
	/* What is wrong with it is said to whom it matters. */
	(void)donetell_open(&s->done, o->done);
	counterfile_open(&s->counterfile, o->counters);
}

static void
lock_in(struct server *s, int strict)
{
	const struct lockin_needs needs = {
		.root_fd = s->root_fd, .counters_fd = s->counterfile.folder_fd,
		.done_fd = s->done.done.fd,
		.map_path = s->map_path, .descriptors = DESCRIPTORS,
		.log_fd = logsend_fd(), .mapoffer_fd = s->mapoffer.fd[0],
	};
	struct sandbox b;

	startup_locked(&s->listener, lockin_parent(&s->lockin, &needs, &b),
	    strict);
}

/* A child that ends wakes us where somebody waits for that. */
static void
prepare_signals(const struct server *s, sigset_t *while_waiting)
{
	struct sigaction action = {.sa_handler = wake};
	sigset_t child;

	/* Before the mask that is there while it waits: it ends nobody. */
	if (answer_prepare() == -1)
		startup_fail(&s->listener, "prepare signals");
	signals_prepare(while_waiting);
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, NULL);
	sigaddset(while_waiting, SIGCHLD);
	sigaction(SIGCHLD, &action, NULL);
}

/* Says the counters if somebody has asked, and writes them if it is time. */
static void
count(struct server *s)
{
	counters_set(&s->counters, TALLY_NOW, s->connections.n);
	counterfile_count(&s->counterfile, &s->counters, signals_ask());
}

/* How long to wait; *idle: to go, if nothing comes until then. */
static int
wait_ms(const struct server *s, const struct serveroption *o, int *idle)
{
	int due_ms, full_ms = (int)(o->idle_s * 1000);

	if (s->connections.n > 0)
		full_ms = REAP_MS;
	else if (s->listener.launch == LAUNCH_HAND)
		full_ms = -1;
	else
		full_ms = lograte_linger_ms(&s->lograte, full_ms);
	due_ms = counterfile_wait_ms(&s->counterfile, &s->counters,
	    lograte_wait_ms(&s->lograte, full_ms));
	*idle = s->connections.n == 0 && due_ms == full_ms && !s->gathers;
	if (s->gathers && (due_ms == -1 || due_ms > GATHER_MS))
		due_ms = GATHER_MS;
	return admit_wait_ms(s, due_ms);
}

/*
 * Connections are taken, unless one waits for a place. Where there was a report just
 * now, more will come: they are not waited for, so that none of them wakes us, and all
 * are heard together. Of many small files each would cost two changes of process.
 */
static int
wait_for_something(struct server *s, int timeout_ms, const sigset_t *mask,
    int ready[LISTENER_MAX])
{
	const struct listener none = {.n = 0};
	const int is_awaited = s->listener.is_connection || s->held.fd != -1;
	sigset_t with_children = *mask;
	int reports, got;

	if (is_awaited)
		sigdelset(&with_children, SIGCHLD);
	memset(ready, 0, LISTENER_MAX * sizeof(*ready));
	got = listener_wait(is_awaited ? &none : &s->listener, timeout_ms,
	    &with_children, ready, s->gathers ? -1 : s->report_fd[0],
	    &reports);
	if (got == -1 && errno != EINTR)
		startup_fail(&s->listener, "wait");
	return got;
}

struct work {
	struct server *s;
	const struct serveroption *o;
	const sigset_t *mask;	/* while it waits */
};

/* The one connection that we were started for; 0: it has no process. */
static int
take_connection(struct server *s)
{
	union address peer;

	stream_peer(s->listener.fd[0], &peer);
	admit(s, s->listener.fd[0], &peer);
	return s->connections.n > 0;
}

static void
loop(void *arg)
{
	const struct work *w = arg;
	struct server *s = w->s;
	int ready[LISTENER_MAX], idle, got, timeout_ms;

	if (s->listener.is_connection && !take_connection(s))
		return;
	while (!signals_end()) {
		timeout_ms = wait_ms(s, w->o, &idle);
		got = wait_for_something(s, timeout_ms, w->mask, ready);
		if (got == 0 && idle)
			return;
		s->gathers = hear_reports(s) > 0;
		hear_ends(s);
		admit_held(s);
		for (size_t i = 0; i < s->listener.n; i++)
			if (ready[i] && admit_waiting(s,
			    s->listener.fd[i]) == -1)
				startup_fail(&s->listener, "accept");
		lograte_report(&s->lograte, 0);
		count(s);
		if (s->listener.is_connection && s->connections.n == 0)
			return;
	}
}

/* NULL: errno. */
static struct server *
server_open(void)
{
	struct server *s = lean_memory(sizeof(*s));

	if (s == NULL)
		return NULL;
	s->map.fd = s->map.sealed_fd = s->root_fd = s->neighbour_fd = s->held.fd = -1;
	s->map.is_shared = 1;
	s->counterfile.folder_fd = s->done.done.fd = -1;
	tally_begin(&s->counters);
	lograte_begin(&s->lograte);
	return s;
}

/* Connections that wait for a request end; what is being sent goes on. */
static void
dismiss(const struct connections *c)
{
	for (size_t i = 0; i < c->high; i++)
		if (c->slot[i].pid != 0)
			kill(c->slot[i].pid, SIGTERM);
}

int
main(int argc, char **argv)
{
	struct serveroption o = {
		.map = SYSCONFDIR "/bootroot/clients.cdb", .user = "nobody",
		.done = DONE_FOLDER,
		.total = 1000, .per_client = 100, .idle_s = 900,
	};
	struct server *s = server_open();
	sigset_t while_waiting;
	struct work work = {.s = s, .o = &o, .mask = &while_waiting};

	if (s == NULL)
		return EXIT_LATER;	/* there is nowhere to say it yet */
	setproctitle_init(argc, argv, environ);
	commandline_parse(argc, argv, &s->set, &o);
	startup_inherit(&s->listener, SOCK_STREAM, "httpd", o.debug, o.verbose);
	startup_check(&s->listener, &o.mistake, commandline_usage);
	startup_listen(&s->listener, "httpd", o.listen, o.listens, HTTP_PORT);
	prepare_signals(s, &while_waiting);
	prepare(s, &o);
	lock_in(s, o.strict);
	/* A large map takes a while, and nobody is waiting yet. */
	if (s->listener.launch == LAUNCH_HAND)
		(void)mapfollow(&s->map, s->map_path, s->map_trouble,
		    MAPFOLLOW_SENDS_NOTHING);
	lean_run(loop, &work);
	dismiss(&s->connections);
	(void)hear_reports(s);
	lograte_report(&s->lograte, 1);
	counterfile_finish(&s->counterfile, &s->counters);
	return EXIT_DONE;
}
