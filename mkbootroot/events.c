/*
 * events: what happens to the machines of a site, for programs: a line of JSON for
 * each event, or a process.
 */
#include <err.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "daemon/now.h"
#include "daemon/signals.h"
#include "mkbootroot/command.h"
#include "mkbootroot/see/eventjson.h"
#include "mkbootroot/see/hook.h"
#include "mkbootroot/see/hookqueue.h"
#include "mkbootroot/see/source.h"

#define LINES_AT_ONCE 1000
#define LIVE_US (5 * INT64_C(1000000))
#define QUIET_MS 2000		/* lines that are old come without such a pause */
#define SAY_MS 10000		/* how often a program may fail aloud */
#define PAUSE_MS 100
#define HOUR_MS 3600000

struct telling {
	struct source source;
	int is_file;		/* which waits for a slow program */
	int has_ended;
	int has_failed;		/* no memory, or nobody reads */
	long long took_ms;
	struct site site;
	struct hook hook;	/* of a program */
	struct hookqueue queue;
	unsigned long failed;	/* runs, since it was said */
	long long said_ms;	/* 0: never */
	char why[128];
};

static void
on_event(void *arg, const struct event *e)
{
	struct telling *t = arg;
	char *text = eventjson_text(e);

	if (t->hook.program != NULL) {
		hookqueue_put(&t->queue, text);
		return;
	}
	if (text == NULL || fputs(text, stdout) == EOF)
		t->has_failed = 1;
	free(text);
}

/* 0; else the exit code. */
static int
begin(struct telling *t, const char *where, const char *program, int limit_s)
{
	struct stat st;

	hook_begin(&t->hook, program, 1000 * limit_s);
	/* Without a "/" it is looked for each time. */
	if (program != NULL && strchr(program, '/') != NULL &&
	    access(program, X_OK) == -1) {
		warn("cannot run %s", program);
		return 1;
	}
	if (source_open(&t->source, where, where == NULL, "now") == -1) {
		warnx("%s", t->source.why);
		return where == NULL ? 111 : 1;
	}
	t->is_file = fstat(t->source.fd, &st) == 0 && S_ISREG(st.st_mode);
	t->took_ms = now_ms();
	if (site_open(&t->site, on_event, t) == 0)
		return 0;
	warn("cannot make room for machines");
	source_close(&t->source);
	return 111;
}

static int
has_room(const struct telling *t)
{
	return !t->is_file || t->queue.n <= HOOKQUEUE_MAX / 2;
}

/* Lines that came, and the time that passed. */
static void
take(struct telling *t)
{
	const int64_t now = now_wall_us();
	enum source_found found = SOURCE_LINE;
	struct logline l;
	const char *line;
	size_t n;
	int i;

	for (i = 0; i < LINES_AT_ONCE && !t->has_ended && has_room(t); i++) {
		if ((found = source_next(&t->source, &line, &n)) != SOURCE_LINE)
			break;
		logline_read(line, n, now, &l);
		if (site_take(&t->site, &l) == -1) {
			t->has_failed = 1;
			return;
		}
	}
	if (i > 0)
		t->took_ms = now_ms();
	t->has_ended |= found == SOURCE_END || found == SOURCE_FAILED;
	/* Lines of hours ago are followed by others of their time. */
	if (t->has_ended || (found == SOURCE_NONE &&
	    (t->site.last_us >= now - LIVE_US ||
	    now_ms() - t->took_ms >= QUIET_MS)))
		site_pass(&t->site, now);
}

static void
say_failures(struct telling *t, int is_last)
{
	if (t->failed == 0 || (!is_last && t->said_ms != 0 &&
	    now_ms() - t->said_ms < SAY_MS))
		return;
	warnx("%s failed for %lu events: %s", t->hook.program, t->failed,
	    t->why);
	t->failed = 0;
	t->said_ms = now_ms();
}

static void
note_failure(struct telling *t, const char *why)
{
	t->failed++;
	snprintf(t->why, sizeof(t->why), "%s", why);
	say_failures(t, 0);
}

/* What became of the process that runs; whether none runs now. */
static int
look(struct telling *t)
{
	char why[64];
	int status;

	if (t->hook.pid == 0)
		return 1;
	switch (hook_look(&t->hook, &status)) {
	case HOOK_RUNS:
		return 0;
	case HOOK_KILLED:
		snprintf(why, sizeof(why), "it was killed after %d seconds",
		    t->hook.limit_ms / 1000);
		note_failure(t, why);
		return 1;
	case HOOK_FAILED:
		snprintf(why, sizeof(why), WIFSIGNALED(status) ?
		    "signal %d" : "exit code %d", WIFSIGNALED(status) ?
		    WTERMSIG(status) : WEXITSTATUS(status));
		note_failure(t, why);
		return 1;
	default:
		return 1;
	}
}

/* The next event for the program. */
static void
run(struct telling *t)
{
	unsigned long dropped;
	char *text;

	if (t->hook.program == NULL || !look(t))
		return;
	if ((dropped = hookqueue_drops(&t->queue)) > 0) {
		warnx("%lu events were left out: %s is too slow", dropped,
		    t->hook.program);
		hookqueue_put(&t->queue, eventjson_dropped(dropped,
		    now_wall_us()));
	}
	if ((text = hookqueue_take(&t->queue)) == NULL)
		return;
	if (hook_start(&t->hook, text, strlen(text)) == -1)
		note_failure(t, strerror(errno));
	free(text);
}

static int
is_idle(const struct telling *t)
{
	return t->hook.pid == 0 && t->queue.n == 0;
}

static void
wait_for_more(const struct telling *t, const sigset_t *while_waiting)
{
	const int64_t due = site_due_us(&t->site), now = now_wall_us();
	struct pollfd p[2] = {{.fd = -1, .events = POLLIN},
	    {.fd = t->hook.pid_fd, .events = POLLIN}};
	int ms = -1;

	if (due != INT64_MAX && !t->has_ended)
		ms = due - now < PAUSE_MS * 1000 ? PAUSE_MS :
		    due - now > HOUR_MS * INT64_C(1000) ? HOUR_MS :
		    (int)((due - now) / 1000) + 1;
	if (!t->has_ended && has_room(t))
		p[0].fd = t->is_file ? -1 : source_wait(&t->source, &ms);
	if ((t->is_file && !t->has_ended && has_room(t)) ||
	    (t->hook.pid == 0 && t->queue.n > 0))
		ms = 0;
	ms = hook_wait_ms(&t->hook, ms);
	(void)signals_wait(p, 2, ms, while_waiting);
}

static void
loop(struct telling *t, const sigset_t *while_waiting)
{
	while (!signals_end() && !t->has_failed) {
		take(t);
		run(t);
		if (fflush(stdout) == EOF)
			t->has_failed = 1;
		if (t->has_ended && is_idle(t))
			return;
		wait_for_more(t, while_waiting);
	}
}

int
events(const char *where, const char *program, int limit_s)
{
	struct telling *t = calloc(1, sizeof(*t));
	sigset_t while_waiting;
	int code;

	if (t == NULL) {
		warn("cannot make room for the log");
		return 111;
	}
	tzset();
	if ((code = begin(t, where, program, limit_s)) == 0) {
		signals_prepare(&while_waiting);
		loop(t, &while_waiting);
		say_failures(t, 1);
		if (t->queue.n + t->queue.dropped > 0)
			warnx("%lu events were left out: events has ended",
			    t->queue.n + t->queue.dropped);
		if (t->has_failed)
			warn("cannot tell of all events");
		if (t->source.why[0] != '\0')
			warnx("%s", t->source.why);
		code = t->has_failed || t->source.why[0] != '\0' ? 111 : 0;
		hook_stop(&t->hook);
		hookqueue_close(&t->queue);
		site_close(&t->site);
		source_close(&t->source);
	}
	free(t);
	return code;
}
