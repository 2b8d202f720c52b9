/*
 * Everything is read first, and from its revision on what changes. Whenever that
 * ends, or etcd was away, everything is read anew: so it does not matter what was
 * missed, nor whether etcd came back with another history.
 */
#include <err.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "daemon/now.h"
#include "daemon/signals.h"
#include "mkbootroot/follow/etcdask.h"
#include "mkbootroot/follow/etcdjson.h"
#include "mkbootroot/follow/etcdshare.h"
#include "mkbootroot/follow/etcdtake.h"
#include "mkbootroot/follow/followetcd.h"

#define POLL_MAX_MS 5000	/* it is looked after at least so often */
#define UNHEARD_MOST 2		/* that we are there is written so often, and not heard */
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

static void
say_garbled(struct etcd *s, const char *wrong)
{
	char why[160];

	snprintf(why, sizeof(why), "what etcdctl prints is not understood: %s",
	    wrong);
	etcd_is_away(s, why);
}

static void
read_anew(struct etcd *s, const char *why)
{
	warnx("%s: everything is read anew", why);
	etcd_begin_reading(s);
}

/* All pages are here. */
static void
end_reading(struct etcd *s)
{
	followtable_free(&s->lines);
	s->lines = s->reading;
	s->reading = (struct followtable){ .list = NULL };
	free(s->told);
	s->told = s->reading_told;
	s->reading_told = NULL;
	s->has_lines = 1;
	share_end_reading(&s->share);
	etcd_is_back(s);
	/* At once: what was missed has waited long enough. */
	followmap_again(s->m, 0);
	etcd_begin_watching(s);
}

static void
take_page(struct etcd *s)
{
	char before[ETCD_KEY_MAX];
	struct etcdanswer a;
	const char *wrong;

	memcpy(before, s->from, sizeof(before));
	wrong = etcdjson_read(s->ask.out, s->ask.n, &a, etcd_take_entry, s);
	if (wrong == NULL && a.revision == 0)
		wrong = "it has no revision";
	/* What cannot be an argument cannot be read on from. */
	if (wrong == NULL && a.has_more && (s->from[0] == '\0' ||
	    strcmp(before, s->from) >= 0))
		wrong = "a key has a NUL, or is too long";
	if (wrong != NULL) {
		say_garbled(s, wrong);
		return;
	}
	/* The others are of the same revision. */
	if (s->revision == 0)
		s->revision = s->seen = a.revision;
	if (a.has_more)
		etcd_ask_page(s);
	else
		end_reading(s);
}

/*
 * A watch goes on by itself with an etcd that came back with another history, and
 * is silent there until that is as long as the one before.
 */
static void
take_probe(struct etcd *s)
{
	struct etcdanswer a;
	const char *wrong = etcdjson_read(s->ask.out, s->ask.n, &a,
	    etcd_take_previous, s);

	if (wrong != NULL)
		say_garbled(s, wrong);
	else if (s->step == ETCD_READING)
		etcd_ask_page(s);
	else if (a.revision < s->asked_seen)
		read_anew(s, "etcd has another history than before");
	else if (s->asked == ETCD_ASKED_ALIVE && s->known != 0)
		read_anew(s, "etcd has lost that this server was there, or two "
		    "servers have one name");
	else if (s->asked == ETCD_ASKED_ALIVE && ++s->unheard > UNHEARD_MOST)
		read_anew(s, "etcd does not tell of what is written");
	else if (s->asked == ETCD_ASKED_ALIVE)
		s->known = s->written;
	if (wrong == NULL && a.revision > s->seen)
		s->seen = a.revision;
}

/* What etcdctl was asked for is here, or is not. */
static void
look_ask(struct etcd *s)
{
	char why[256];
	int status, ended;

	if (s->ask.pid == 0)
		return;
	if ((ended = followchild_look(&s->ask, &status)) == 0)
		return;
	if (ended == -1) {
		etcd_is_away(s, strerror(errno));
		return;
	}
	if (status != 0) {
		followchild_why(&s->ask, status, why, sizeof(why));
		if (s->asked == ETCD_ASKED_ALIVE) {
			/* It may be there, and not let us write. */
			etcdshare_failed(s, why);
			etcd_ask_probe(s);
			return;
		}
		if (s->asked != ETCD_ASKED_WRITE) {
			etcd_is_away(s, why);
			return;
		}
		if (strcmp(why, s->write_why) != 0)
			warnx("cannot write %s%s: %s", s->prefix, s->own, why);
		snprintf(s->write_why, sizeof(s->write_why), "%s", why);
		return;
	}
	if (s->asked == ETCD_ASKED_PAGE)
		take_page(s);
	else if (s->asked == ETCD_ASKED_PROBE || s->asked == ETCD_ASKED_ALIVE)
		take_probe(s);
	else
		s->write_why[0] = '\0';
}

/* Whole lines that watch has printed. -1: it ends, which was said. */
static int
take_lines(struct etcd *s)
{
	struct etcdanswer a;
	const char *line = s->watch.out, *end, *wrong;
	size_t left = s->watch.n;

	while (left > 0 && (end = memchr(line, '\n', left)) != NULL) {
		wrong = etcdjson_read(line, (size_t)(end - line), &a,
		    etcd_take_change, s);
		if (wrong != NULL) {
			say_garbled(s, wrong);
			return -1;
		}
		if (a.is_canceled) {
			read_anew(s, a.compacted > 0 ? "etcd has ended the "
			    "watch, because its history was compacted" :
			    "etcd has ended the watch");
			return -1;
		}
		if (a.revision > s->seen)
			s->seen = a.revision;
		left -= (size_t)(end + 1 - line);
		line = end + 1;
	}
	if (line != s->watch.out)
		followchild_take(&s->watch, (size_t)(line - s->watch.out));
	return 0;
}

static void
look_watch(struct etcd *s)
{
	char why[256];
	int status, ended;

	if (s->watch.pid == 0)
		return;
	ended = followchild_look(&s->watch, &status);
	if (ended == -1) {
		etcd_is_away(s, strerror(errno));
		return;
	}
	if (take_lines(s) == -1 || ended == 0)
		return;
	etcd_is_away(s, followchild_why(&s->watch, status, why, sizeof(why)));
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

static void
step(struct etcd *s)
{
	const long long now = now_ms();

	look_ask(s);
	look_watch(s);
	look_map(s);
	etcdshare_step(s);
	if (s->has_lines && followmap_is_due(s->m) &&
	    followmap_start_lines(s->m, &s->lines, s->prefix_clients) == -1) {
		warn("cannot begin a map");
		followmap_again(s->m, ETCD_BACKOFF_MAX_MS);
		s->m->due_ms = now + ETCD_BACKOFF_MAX_MS;
	}
	if (s->step == ETCD_WAITING && now >= s->due_ms)
		etcd_begin_reading(s);
	else if (s->step == ETCD_WATCHING && s->ask.pid == 0 && now >= s->whole_ms)
		etcd_begin_reading(s);
	else if (s->step == ETCD_WATCHING && s->ask.pid == 0 && !is_told(s) &&
	    now >= s->write_ms)
		etcd_ask_write(s);
	else if (s->step == ETCD_WATCHING && s->ask.pid == 0 && now >= s->due_ms) {
		if (share_is_open(&s->share))
			etcd_ask_alive(s);
		else
			etcd_ask_probe(s);
	}
}

static void
wait_for_more(const struct etcd *s, const sigset_t *while_waiting)
{
	struct pollfd p[] = {
		{ .fd = s->watch.pid == 0 ? -1 : s->watch.out_fd,
		    .events = POLLIN },
		{ .fd = s->watch.pid == 0 ? -1 : s->watch.said_fd,
		    .events = POLLIN },
		{ .fd = s->ask.pid == 0 ? -1 : s->ask.out_fd,
		    .events = POLLIN },
		{ .fd = s->ask.pid == 0 ? -1 : s->ask.said_fd,
		    .events = POLLIN },
		{ .fd = s->tell.pid == 0 ? -1 : s->tell.out_fd,
		    .events = POLLIN },
		{ .fd = s->tell.pid == 0 ? -1 : s->tell.said_fd,
		    .events = POLLIN },
		{ .fd = s->share.changes_fd, .events = POLLIN }
	};
	long long left = s->due_ms - now_ms();
	struct timespec t;
	int ms = left < 0 ? 0 : left > POLL_MAX_MS ? POLL_MAX_MS : (int)left;

	if (s->step == ETCD_READING || s->ask.pid != 0)
		ms = 1000;
	ms = followchild_wait_ms(&s->watch, ms);
	ms = followchild_wait_ms(&s->ask, ms);
	ms = etcdshare_wait_ms(s, ms);
	ms = followmap_wait_ms(s->m, ms);
	t = (struct timespec){ .tv_sec = ms / 1000,
	    .tv_nsec = ms % 1000 * 1000000L };
	(void)ppoll(p, sizeof(p) / sizeof(p[0]), &t, while_waiting);
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
	followchild_stop(&s->watch);
	followchild_stop(&s->ask);
	followchild_stop(&s->tell);
	share_end(&s->share);
	followtable_free(&s->lines);
	followtable_free(&s->reading);
	free(s->told);
	free(s->reading_told);
	free(s->mistakes);
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
	etcd_begin_reading(s);
	while (!signals_end()) {
		step(s);
		wait_for_more(s, &while_waiting);
	}
	end(s);
	free(s);
	return 0;
}
