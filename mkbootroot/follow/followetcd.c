/*
 * One turn after the other: what has come in is taken, and what is due is begun.
 */
#include <err.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/now.h"
#include "daemon/signals.h"
#include "mkbootroot/follow/etcdask.h"
#include "mkbootroot/follow/etcdaway.h"
#include "mkbootroot/follow/etcdhear.h"
#include "mkbootroot/follow/etcdshare.h"
#include "mkbootroot/follow/etcdthere.h"
#include "mkbootroot/follow/etcdwatch.h"
#include "mkbootroot/follow/followetcd.h"

#define POLL_MAX_MS 5000	/* it is looked after at least so often */
#define MISTAKES_MAX 16384	/* bytes of them that it is told */

static int
is_told(const struct etcd *s)
{
	if (!s->knows_mistakes)
		return 1;
	if (s->mistakes == NULL || s->told == NULL)
		return s->mistakes == s->told;
	return strcmp(s->mistakes, s->told) == 0;
}

/* What became of the last map. */
static void
look_map(struct etcd *s)
{
	struct followreport report;
	int code;

	if (!followmap_has_ended(s->m, &code, &report))
		return;
	followreport_log(&report);
	/* With it there may be a folder. */
	s->share.look_ms = 0;
	if (code == 0) {
		warnx("map %s has the %zu lines of etcd", s->m->o->map,
		    s->lines.n);
		followreport_free(&report);
	} else {
		warnx("the map stays as it is");
	}
	if (code != 0 && code != 1)
		followmap_again(s->m, ETCD_BACKOFF_MAX_MS);
	free(s->mistakes);
	s->mistakes = followreport_cut(&report, MISTAKES_MAX);
	followreport_free(&report);
	s->knows_mistakes = 1;
	s->write_ms = 0;
}

/* What is due while it is watched, and no answer is waited for. */
static void
ask(struct etcd *s, long long now)
{
	if (!is_told(s) && now >= s->write_ms) {
		etcd_ask_write(s);
	} else if (now >= s->due_ms && share_is_open(&s->share)) {
		etcd_ask_alive(s);
	} else if (now >= s->due_ms) {
		s->unwritten = 0;
		etcd_ask_probe(s);
	}
}

static void
step(struct etcd *s)
{
	const long long now = now_ms();

	etcd_hear(s);
	etcd_hear_watch(s);
	look_map(s);
	etcdshare_step(s);
	if (s->has_lines && followmap_is_due(s->m) &&
	    followmap_start_lines(s->m, &s->lines, s->prefix_clients) == -1) {
		warn("cannot begin a map");
		followmap_again(s->m, ETCD_BACKOFF_MAX_MS);
		s->m->due_ms = now + ETCD_BACKOFF_MAX_MS;
	}
	if (signals_ask())
		s->whole_ms = 0;
	if (s->step == ETCD_WAITING && now >= s->due_ms)
		etcd_begin(s);
	if (s->step == ETCD_WATCHING && s->page.pid == 0 && now >= s->whole_ms)
		etcd_begin_again(s);
	if (s->step == ETCD_WATCHING && s->ask.pid == 0)
		ask(s, now);
}

static void
wait_for_more(const struct etcd *s, const sigset_t *while_waiting)
{
	const struct followchild *const children[] = { &s->watch, &s->ask,
	    &s->page, &s->tell };
	const size_t n = sizeof(children) / sizeof(children[0]);
	struct pollfd p[2 * sizeof(children) / sizeof(children[0]) + 1];
	long long left = s->due_ms - now_ms();
	int ms = left < 0 ? 0 : left > POLL_MAX_MS ? POLL_MAX_MS : (int)left;

	if (s->step == ETCD_READING || s->ask.pid != 0)
		ms = 1000;
	for (size_t i = 0; i < n; i++) {
		ms = followchild_wait_ms(children[i], ms);
		followchild_poll(children[i], p + 2 * i);
	}
	p[2 * n] = (struct pollfd){ .fd = s->share.changes_fd,
	    .events = POLLIN };
	ms = etcdshare_wait_ms(s, ms);
	ms = followmap_wait_ms(s->m, ms);
	(void)signals_wait(p, 2 * n + 1, ms, while_waiting);
}

/* -1: the prefix is none; it was said. */
static int
begin(struct etcd *s, struct followmap *m, const char *prefix)
{
	const size_t n = strlen(prefix);

	*s = (struct etcd){ .m = m, .prefix = prefix,
	    .backoff_ms = ETCD_BACKOFF_MS };
	s->watch.out_fd = s->watch.said_fd = -1;
	s->ask.out_fd = s->ask.said_fd = -1;
	s->page.out_fd = s->page.said_fd = -1;
	s->tell.out_fd = s->tell.said_fd = -1;
	if (n == 0 || n > 200 || prefix[0] == '-' || prefix[n - 1] != '/' ||
	    strpbrk(prefix, " \t\n\"\\") != NULL) {
		warnx("%s: a prefix ends with /, does not begin with -, and has "
		    "no blanks, quotes and backslashes", prefix);
		return -1;
	}
	if (gethostname(s->host, sizeof(s->host)) == -1) {
		warn("cannot read the name of this host");
		return -1;
	}
	s->host[sizeof(s->host) - 1] = '\0';
	if (etcdendpoints_read(&s->endpoints, getenv("ETCDCTL_ENDPOINTS")) == -1) {
		warn("cannot begin");
		return -1;
	}
	if (s->endpoints.n > 1)
		(void)setenv("ETCDCTL_ENDPOINTS",
		    etcdendpoints_now(&s->endpoints), 1);
	if (share_begin(&s->share, m->o->is_done_meant ? m->o->done : NULL,
	    s->host) == -1)
		return -1;
	snprintf(s->run, sizeof(s->run), "%ld-%llx", (long)getpid(),
	    (unsigned long long)now_wall_us());
	snprintf(s->end, sizeof(s->end), "%.*s0", (int)n - 1, prefix);
	snprintf(s->own, sizeof(s->own), "mistakes/%s", s->host);
	snprintf(s->prefix_clients, sizeof(s->prefix_clients), "%s%s", prefix,
	    ETCD_CLIENTS);
	return 0;
}

static void
end(struct etcd *s)
{
	etcd_stop(s);
	etcdendpoints_free(&s->endpoints);
	share_end(&s->share);
	followtable_free(&s->lines);
	followtable_free(&s->reading);
	free(s->told);
	free(s->reading_told);
	free(s->mistakes);
	free(s->late);
}

int
followetcd(struct followmap *m, const char *prefix)
{
	struct etcd *s = malloc(sizeof(*s));
	sigset_t while_waiting;

	if (s == NULL) {
		warn("cannot begin");
		return 111;
	}
	if (begin(s, m, prefix) == -1) {
		free(s);
		return 1;
	}
	/* The older one has no keys in this sense; 3.4 and later have this default. */
	(void)setenv("ETCDCTL_API", "3", 1);
	signals_prepare(&while_waiting);
	etcd_begin(s);
	while (!signals_end()) {
		step(s);
		wait_for_more(s, &while_waiting);
	}
	end(s);
	free(s);
	return 0;
}
