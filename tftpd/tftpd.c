/*
 * tftpd: sends boot files, a process for every transfer.
 */
#include <bsd/unistd.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "daemon/lean.h"
#include "daemon/log.h"
#include "daemon/logsend.h"
#include "daemon/privilege.h"
#include "daemon/signals.h"
#include "map/mapfollow.h"
#include "net/neighbour.h"
#include "tftpd/backlog.h"
#include "tftpd/channel.h"
#include "tftpd/commandline.h"
#include "tftpd/inbox.h"
#include "tftpd/serve.h"
#include "tftpd/server.h"
#include "tftpd/start.h"
#include "tftpd/tally.h"
#include "tftpd/watch.h"

#define TFTP_PORT 69
#define REAP_MS 1000		/* until a child that was killed is missed */
#define UPLOAD_SIZE_MAX (UINT64_C(1) << 30)

extern char **environ;

static volatile sig_atomic_t stopped, asked;

static void
on_signal(int sig)
{
	if (sig == SIGUSR1)
		asked = 1;
	else
		stopped = 1;
}

/* Ends it: the command line is wrong. */
static _Noreturn void
refuse(const struct server *s, const struct options *o)
{
	if (o->wants_usage)
		commandline_usage();
	else
		fprintf(stderr, "tftpd: %s\n", o->mistake);
	log_line(LOG_ERR, "%s", o->mistake);
	leave(s, EXIT_USAGE);
}

static void
listen_by_hand(struct server *s, const struct options *o)
{
	const char *reason;

	for (size_t i = 0; i < o->listens; i++) {
		reason = listener_bind(&s->listener, o->listen[i], TFTP_PORT);
		if (reason == NULL)
			continue;
		fprintf(stderr, "tftpd: cannot listen on %s: %s\n",
		    o->listen[i], reason);
		leave(s, EXIT_MISTAKE);
	}
	if (s->listener.n == 0) {
		fprintf(stderr, "tftpd: there is no socket to serve: start it "
		    "by inetd, by systemd, or with -l\n");
		leave(s, EXIT_USAGE);
	}
}

/*
 * Of an upload there are four descriptors, of a transfer with -1 one, and one
 * of each group; the rest is for the map, the log, and one request.
 */
static unsigned
descriptors(const struct server *s)
{
	unsigned each = (unsigned)s->set.one_port +
	    (s->set.upload_folder[0] != '\0' ? 4 : 0);

	return 32 + GROUPS_MAX + each * (unsigned)s->transfers.max;
}

static void
prepare(struct server *s, const struct options *o)
{
	const char *reason;

	for (size_t i = 0; i < s->listener.n; i++)
		if (datagram_prepare(s->listener.fd[i], 0) == -1 ||
		    (s->set.one_port &&
		    (channel_prepare(s->listener.fd[i]) == -1 ||
		    inbox_hear_refusals(s->listener.fd[i]) == -1))) {
			log_line(LOG_ERR, "cannot prepare socket: %s",
			    strerror(errno));
			leave(s, EXIT_LATER);
		}
	if (transfers_open(&s->transfers, o->total, o->per_client,
	    &s->counters, &s->lograte) == -1 ||
	    start_open(s, descriptors(s)) == -1) {
		log_line(LOG_ERR, "cannot make room for transfers: %s",
		    strerror(errno));
		leave(s, EXIT_LATER);
	}
	if ((s->neighbour_fd = neighbour_open()) == -1)
		log_line(LOG_WARNING, "cannot ask the neighbour table: %s; "
		    "clients are known by ip= and name only",
		    strerror(errno));
	if ((reason = privilege_drop(o->user)) != NULL) {
		log_line(LOG_ERR, "cannot become %s: %s", o->user, reason);
		leave(s, EXIT_LATER);
	}
}

/*
 * What is served has to be there now: what can be opened later is settled
 * before the first datagram is read.
 */
static void
open_folders(struct server *s, const struct options *o)
{
	s->root_fd = open(s->set.root_path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (s->root_fd == -1) {
		log_line(LOG_ERR, "cannot open boot root %s: %s", s->set.root_path,
		    strerror(errno));
		if (s->listener.launch == LAUNCH_HAND)
			leave(s, EXIT_MISTAKE);
	} else if (s->set.upload_folder[0] != '\0' && (s->upload_fd =
	    upload_open_folder(s->root_fd, s->set.upload_folder)) == -1) {
		log_line(LOG_ERR, "cannot open folder %s of -w: %s; nothing "
		    "can be written before the next start", s->set.upload_folder,
		    strerror(errno));
	}
	counterfile_open(&s->counterfile, o->counters);
}

static int
shared_fd_max(const struct server *s)
{
	int max = -1;

	for (size_t i = 0; s->set.one_port && i < s->listener.n; i++)
		max = s->listener.fd[i] > max ? s->listener.fd[i] : max;
	return max;
}

static void
lock_in(struct server *s, int strict)
{
	const struct lockin_needs needs = {
		.root_fd = s->root_fd, .upload_fd = s->upload_fd,
		.counters_fd = s->counterfile.folder_fd,
		.map_path = s->set.map_path, .descriptors = descriptors(s),
		.shared_fd_max = shared_fd_max(s), .log_fd = logsend_fd(),
	};
	struct sandbox b;
	const char *missing = lockin_parent(&s->lockin, &needs, &b);

	if (missing == NULL)
		return;
	log_line(strict ? LOG_ERR : LOG_NOTICE, "not locked in: %s", missing);
	if (strict)
		leave(s, EXIT_MISTAKE);
}

static void
prepare_signals(sigset_t *while_waiting)
{
	signals_prepare(on_signal, while_waiting);
	signal(SIGCHLD, SIG_DFL);	/* some are started with it ignored */
	signal(SIGXFSZ, SIG_IGN);	/* a file at our limit is a full disk */
}

/* Says the counters if somebody has asked, and writes them if it is time. */
static void
count(struct server *s)
{
	char line[COUNTER_LINE_SIZE];

	counters_set(&s->counters, TALLY_NOW, s->transfers.n);
	if (asked)
		log_line(LOG_INFO, "counters %s", counters_line(&s->counters,
		    line, sizeof(line)));
	asked = 0;
	counterfile_update(&s->counterfile, &s->counters);
}

/* How long to wait; *idle: to go, if nothing comes until then. */
static int
wait_ms(const struct server *s, const struct options *o, int *idle)
{
	int due_ms, full_ms = (int)(o->idle_s * 1000);

	/*
	 * As long as there are transfers somebody has to log them.
	 * A report wakes us; SIGCHLD would do so a second time.
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
	const struct options *o;
	const sigset_t *mask;	/* while it waits */
};

static void
loop(void *arg)
{
	const struct work *w = arg;
	const struct options *o = w->o;
	struct server *s = w->s;
	struct backlog *b = backlog_open();
	struct listener none = {.n = 0};
	int ready[LISTENER_MAX], reports, got, idle, full_ms, timeout_ms;

	if (b == NULL) {
		log_line(LOG_ERR, "cannot make room for requests: %s",
		    strerror(errno));
		leave(s, EXIT_LATER);
	}
	while (!stopped) {
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
		if (got == -1 && errno != EINTR) {
			log_line(LOG_ERR, "cannot wait: %s", strerror(errno));
			leave(s, EXIT_LATER);
		}
		transfers_reap(&s->transfers);
		for (size_t i = 0; i < s->listener.n; i++)
			if (ready[i] && backlog_take_in(b, s,
			    s->listener.fd[i]) == -1) {
				log_line(LOG_ERR, "cannot receive: %s",
				    strerror(errno));
				leave(s, EXIT_LATER);
			}
		backlog_serve(b, s);
		watch_due(s->transfers.stalls, &s->lograte, &s->counters);
		lograte_report(&s->lograte, 0);
		count(s);
	}
}

/* NULL: errno. */
static struct server *
server_open(void)
{
	struct server *s = lean_memory(sizeof(*s));

	if (s == NULL)
		return NULL;
	s->set.map_path = SYSCONFDIR "/bootroot/clients.cdb";
	s->set.blksize_max = BLKSIZE_MAX;
	s->set.tries = 14;
	s->set.upload_size_max = UPLOAD_SIZE_MAX;
	s->map.fd = s->root_fd = s->upload_fd = s->neighbour_fd = -1;
	s->counterfile.folder_fd = -1;
	tally_begin(&s->counters);
	s->asking.counters = &s->counters;
	lograte_begin(&s->lograte);
	s->asking.lograte = &s->lograte;
	return s;
}

int
main(int argc, char **argv)
{
	struct options o = {
		.user = "nobody", .total = 1000, .per_client = 100,
		.idle_s = 900,
	};
	struct server *s = server_open();
	sigset_t while_waiting;
	struct work work = {.s = s, .o = &o, .mask = &while_waiting};
	int error, handed;

	if (s == NULL)
		return EXIT_LATER;	/* there is nowhere to say it yet */
	setproctitle_init(argc, argv, environ);
	commandline_parse(argc, argv, &s->set, &s->groups, &o);
	/* Before any message: descriptors 1 and 2 may be the socket. */
	handed = listener_inherit(&s->listener, SOCK_DGRAM, o.debug);
	error = errno;
	log_open("tftpd", o.debug, o.verbose);
	if (handed == -1) {
		log_line(LOG_ERR, "cannot take the inherited sockets: %s",
		    strerror(error));
		return EXIT_LATER;
	}
	if (o.mistake != NULL)
		refuse(s, &o);
	listen_by_hand(s, &o);
	prepare_signals(&while_waiting);
	prepare(s, &o);
	open_folders(s, &o);
	lock_in(s, o.strict);
	/* A large map takes a while, and nobody is waiting yet. */
	if (s->listener.launch == LAUNCH_HAND)
		(void)mapfollow(&s->map, s->set.map_path, s->map_trouble);
	lean_run(loop, &work);
	transfers_close(&s->transfers);
	lograte_report(&s->lograte, 1);
	counterfile_finish(&s->counterfile, &s->counters);
	return EXIT_DONE;
}
