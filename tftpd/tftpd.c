/*
 * tftpd: sends boot files, a process for every transfer.
 */
#include <bsd/unistd.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "daemon/lean.h"
#include "daemon/signals.h"
#include "done/done.h"
#include "map/mapfollow.h"
#include "tftpd/backlog.h"
#include "tftpd/commandline.h"
#include "tftpd/ending.h"
#include "tftpd/serve.h"
#include "tftpd/server.h"
#include "tftpd/tally.h"
#include "tftpd/watch.h"

#define REAP_MS 1000		/* until a child that was killed is missed */

extern char **environ;

static void
prepare_signals(sigset_t *while_waiting)
{
	signals_prepare(while_waiting);
	signal(SIGCHLD, SIG_IGN);	/* children that are not ours: lean_reap() */
	signal(SIGXFSZ, SIG_IGN);	/* a file at our limit is a full disk */
}

/* Says the counters if somebody has asked, and writes them if it is time. */
static void
count(struct server *s)
{
	counters_set(&s->counters, TALLY_NOW, s->transfers.n);
	counterfile_count(&s->counterfile, &s->counters, signals_ask());
}

/* How long to wait; *idle: to go, if nothing comes until then. */
static int
wait_ms(const struct server *s, const struct serveroption *o, int *idle)
{
	int due_ms, full_ms = (int)(o->idle_s * 1000);

	/*
	 * As long as there are transfers somebody has to log them.
	 * A report wakes us, and the end of its process does not.
	 */
	if (s->transfers.processes > 0)
		full_ms = REAP_MS;
	else if (s->listener.launch == LAUNCH_HAND)
		full_ms = -1;
	else
		full_ms = lograte_linger_ms(&s->lograte, full_ms);
	due_ms = counterfile_wait_ms(&s->counterfile, &s->counters,
	    watch_wait_ms(s->transfers.stalls, full_ms));
	*idle = s->transfers.processes == 0 && due_ms == full_ms &&
	    !watch_pending(s->transfers.stalls);
	return due_ms;
}

struct work {
	struct server *s;
	const struct serveroption *o;
	const sigset_t *mask;	/* while it waits */
};

static void
loop(void *arg)
{
	const struct work *w = arg;
	const struct serveroption *o = w->o;
	struct server *s = w->s;
	struct backlog *b = backlog_open();
	struct listener none = {.n = 0};
	int ready[LISTENER_MAX], reports, got, idle, full_ms, timeout_ms;

	if (b == NULL)
		startup_fail(&s->listener, "make room for requests");
	while (!signals_end()) {
		full_ms = wait_ms(s, o, &idle);
		timeout_ms = backlog_wait_ms(b, s, full_ms);
		memset(ready, 0, sizeof(ready));
		reports = 0;
		got = listener_wait(s->set.one_port ||
		    s->transfers.n < s->transfers.max ? &s->listener : &none,
		    timeout_ms, w->mask, ready, s->transfers.report_fd[0],
		    &reports);
		if (got == 0 && idle && timeout_ms == full_ms)
			return;
		if (got == -1 && errno != EINTR)
			startup_fail(&s->listener, "wait");
		ending_reap(&s->transfers);
		for (size_t i = 0; i < s->listener.n; i++)
			if (ready[i] && backlog_take_in(b, s,
			    s->listener.fd[i]) == -1)
				startup_fail(&s->listener, "receive");
		backlog_serve(b, s);
		watch_due(s->transfers.stalls, &s->lograte, &s->counters);
		lograte_report(&s->lograte, 0);
		count(s);
	}
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
	commandline_parse(argc, argv, &s->set, &s->groups, &o);
	startup_inherit(&s->listener, SOCK_DGRAM, "tftpd", o.debug, o.verbose);
	server_listen(s, &o);
	prepare_signals(&while_waiting);
	server_begin(s, &o);
	/* A large map takes a while, and nobody is waiting yet. */
	if (s->listener.launch == LAUNCH_HAND)
		(void)mapfollow(&s->registry.map, s->registry.map_path,
		    s->registry.map_trouble, MAPFOLLOW_SENDS_NOTHING);
	lean_run(loop, &work);
	transfers_close(&s->transfers);
	lograte_report(&s->lograte, 1);
	counterfile_finish(&s->counterfile, &s->counters);
	return EXIT_DONE;
}
