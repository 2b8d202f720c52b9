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
#include "mkbootroot/follow/etcdjson.h"
#include "mkbootroot/follow/followchild.h"
#include "mkbootroot/follow/followetcd.h"
#include "mkbootroot/follow/followline.h"

#define PAGE "100000"	/* entries that are read at once: etcd counts all for each */
#define KEY_MAX 4096		/* bytes of a key that is read on from */
#define ANSWER_MS 90000		/* that etcdctl may take for an answer */
#define ETCDCTL_TIMEOUT "--command-timeout=60s"
#define PROBE_TIMEOUT "--command-timeout=3s"
#define PROBE_MS 5000		/* how often it is asked whether it is there */
#define WHOLE_MS 3600000	/* and everything is read anew */
#define BACKOFF_MS 1000
#define BACKOFF_MAX_MS 30000
#define WRITE_AGAIN_MS 30000	/* after it did not let us write */
#define MISTAKES_MAX 16384	/* bytes of them that it is told */

enum step { WAITING, READING, WATCHING };
enum asked { ASKED_PAGE, ASKED_PROBE, ASKED_WRITE };

struct etcd {
	struct followmap *m;
	const char *prefix;
	char end[256];		/* the first key behind those of the prefix */
	char own[320];		/* the key for our mistakes, without the prefix */
	char prefix_clients[256];
	enum step step;
	long long due_ms;	/* of the next try, or of the next probe */
	long long whole_ms;	/* when it is read anew, though it is there */
	long long write_ms;	/* when a write may be tried */
	int backoff_ms;
	struct followchild watch, ask;
	enum asked asked;
	char from[KEY_MAX];	/* the next page; what is read twice is the same */
	long long revision;	/* of what is being read */
	struct followtable reading, lines;
	char *told, *reading_told;	/* our mistakes, as the store has them */
	char *mistakes;		/* that it is to have; NULL: none */
	int knows_mistakes;	/* a map was tried since it was read */
	int has_lines;		/* it was read once */
	time_t away;		/* since when; 0: it is there */
	char why[256], write_why[256];
};

static const char *
clock_text(time_t t, char buf[32])
{
	struct tm tm;

	if (localtime_r(&t, &tm) == NULL ||
	    strftime(buf, 32, "%Y-%m-%d %H:%M:%S", &tm) == 0)
		buf[0] = '\0';
	return buf;
}

/* What is at hand is no answer: until it comes back, the last good map serves. */
static void
say_away(struct etcd *s, const char *why)
{
	char at[32];

	followchild_stop(&s->watch);
	followchild_stop(&s->ask);
	s->step = WAITING;
	s->due_ms = now_ms() + s->backoff_ms;
	s->backoff_ms = s->backoff_ms * 2 > BACKOFF_MAX_MS ? BACKOFF_MAX_MS :
	    s->backoff_ms * 2;
	if (s->away != 0 && strcmp(why, s->why) == 0)
		return;
	if (s->away == 0)
		s->away = time(NULL);
	snprintf(s->why, sizeof(s->why), "%s", why);
	warnx("etcd is away since %s: %s; the map stays as it is",
	    clock_text(s->away, at), why);
}

static void
say_back(struct etcd *s)
{
	char at[32];

	s->backoff_ms = BACKOFF_MS;
	if (s->away == 0)
		return;
	warnx("etcd is back: it was away since %s, for %lld seconds",
	    clock_text(s->away, at), (long long)(time(NULL) - s->away));
	s->away = 0;
	s->why[0] = '\0';
}

static int
ask(struct etcd *s, enum asked asked, const char *const argv[],
    const char *text)
{
	s->asked = asked;
	if (followchild_start(&s->ask, argv, text, strlen(text), ANSWER_MS) ==
	    0)
		return 0;
	say_away(s, errno == ENOENT ? "there is no etcdctl (Debian: "
	    "etcd-client)" : strerror(errno));
	return -1;
}

/* The next entries, from s->from on. */
static void
ask_page(struct etcd *s)
{
	char revision[40];
	const char *const argv[] = { "etcdctl", ETCDCTL_TIMEOUT, "-w", "json",
	    "get", "--limit=" PAGE, revision, s->from, s->end, NULL };

	snprintf(revision, sizeof(revision), "--rev=%lld", s->revision);
	(void)ask(s, ASKED_PAGE, argv, "");
}

static void
ask_probe(struct etcd *s)
{
	char key[300];
	const char *const argv[] = { "etcdctl", PROBE_TIMEOUT, "-w", "json",
	    "get", key, NULL };

	s->due_ms = now_ms() + PROBE_MS;
	/* Of a key that nobody has: the answer is short. */
	snprintf(key, sizeof(key), "%sprobe", s->prefix);
	(void)ask(s, ASKED_PROBE, argv, "");
}

static void
begin_reading(struct etcd *s)
{
	followchild_stop(&s->watch);
	followchild_stop(&s->ask);
	followtable_free(&s->reading);
	free(s->reading_told);
	s->reading_told = NULL;
	s->step = READING;
	s->revision = 0;
	snprintf(s->from, sizeof(s->from), "%s", s->prefix);
	/* A page may take long, and whether etcd is there is known soon. */
	ask_probe(s);
}

static void
begin_watching(struct etcd *s)
{
	char revision[40];
	const char *const argv[] = { "etcdctl", "-w", "json", "watch",
	    "--prefix", revision, s->prefix, NULL };

	snprintf(revision, sizeof(revision), "--rev=%lld", s->revision + 1);
	if (followchild_start(&s->watch, argv, "", 0, 0) == -1) {
		say_away(s, strerror(errno));
		return;
	}
	s->step = WATCHING;
	s->due_ms = now_ms() + PROBE_MS;
	s->whole_ms = now_ms() + WHOLE_MS;
}

static int
is_told(const struct etcd *s)
{
	if (!s->knows_mistakes)
		return 1;
	if (s->mistakes == NULL || s->told == NULL)
		return s->mistakes == s->told;
	return strcmp(s->mistakes, s->told) == 0;
}

/* Our mistakes, or that there are none any more. */
static void
ask_write(struct etcd *s)
{
	char key[600];
	const char *const argv[] = { "etcdctl", ETCDCTL_TIMEOUT,
	    s->mistakes == NULL ? "del" : "put", "--", key, NULL };

	s->write_ms = now_ms() + WRITE_AGAIN_MS;
	snprintf(key, sizeof(key), "%s%s", s->prefix, s->own);
	(void)ask(s, ASKED_WRITE, argv, s->mistakes == NULL ? "" :
	    s->mistakes);
}

/* A line of a table, as it is now. -1: no memory. */
static int
set_line(struct followtable *t, const char *key, size_t key_n,
    const char *value, size_t value_n)
{
	struct followentry *e;

	/* "put" from a file has the end of its line. */
	if (value_n > 0 && value[value_n - 1] == '\n')
		value_n--;
	e = followtable_set(t, key, key_n, value, value_n);
	if (e == NULL)
		return errno == 0 ? 0 : -1;
	e->wrong = followline_wrong(e->bytes, e->key_n, followentry_value(e),
	    e->value_n);
	return 1;
}

static const char clients[] = "clients/";

/* The key behind the prefix and `room`; NULL: it is elsewhere. */
static const char *
below(const struct etcd *s, const struct etcdevent *e, const char *room,
    size_t *n)
{
	const size_t prefix_n = strlen(s->prefix), room_n = strlen(room);

	if (e->key_n < prefix_n + room_n ||
	    memcmp(e->key, s->prefix, prefix_n) != 0 ||
	    memcmp(e->key + prefix_n, room, room_n) != 0)
		return NULL;
	*n = e->key_n - prefix_n - room_n;
	return e->key + prefix_n + room_n;
}

/* Takes what the store has under our key for mistakes. */
static int
take_told(const struct etcd *s, const struct etcdevent *e, char **told)
{
	const char *key;
	size_t n;

	if ((key = below(s, e, s->own, &n)) == NULL || n != 0)
		return 0;
	free(*told);
	*told = NULL;
	if (e->is_gone)
		return 0;
	*told = strdup(e->value);
	return *told == NULL ? -1 : 0;
}

/* An entry that is read. */
static int
take_entry(void *arg, const struct etcdevent *e)
{
	struct etcd *s = arg;
	const char *key;
	size_t n;

	if (e->key_n < sizeof(s->from))
		memcpy(s->from, e->key, e->key_n + 1);
	else
		s->from[0] = '\0';
	if ((key = below(s, e, clients, &n)) != NULL)
		return set_line(&s->reading, key, n, e->value, e->value_n) ==
		    -1 ? -1 : 0;
	return take_told(s, e, &s->reading_told);
}

/* A change. */
static int
take_change(void *arg, const struct etcdevent *e)
{
	struct etcd *s = arg;
	const char *key;
	int changed;
	size_t n;

	if ((key = below(s, e, clients, &n)) == NULL)
		return take_told(s, e, &s->told);
	changed = e->is_gone ? followtable_remove(&s->lines, key, n) :
	    set_line(&s->lines, key, n, e->value, e->value_n);
	if (changed == 1)
		followmap_change(s->m);
	return changed == -1 ? -1 : 0;
}

static void
say_garbled(struct etcd *s, const char *wrong)
{
	char why[160];

	snprintf(why, sizeof(why), "what etcdctl prints is not understood: %s",
	    wrong);
	say_away(s, why);
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
	say_back(s);
	/* At once: what was missed has waited long enough. */
	followmap_again(s->m, 0);
	begin_watching(s);
}

static void
take_page(struct etcd *s)
{
	char before[KEY_MAX];
	struct etcdanswer a;
	const char *wrong;

	memcpy(before, s->from, sizeof(before));
	wrong = etcdjson_read(s->ask.out, s->ask.n, &a, take_entry, s);
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
		s->revision = a.revision;
	if (a.has_more)
		ask_page(s);
	else
		end_reading(s);
}

static void
take_probe(struct etcd *s)
{
	struct etcdanswer a;
	const char *wrong = etcdjson_read(s->ask.out, s->ask.n, &a, NULL, NULL);

	if (wrong != NULL)
		say_garbled(s, wrong);
	else if (s->step == READING)
		ask_page(s);
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
		say_away(s, strerror(errno));
		return;
	}
	if (status != 0) {
		followchild_why(&s->ask, status, why, sizeof(why));
		if (s->asked != ASKED_WRITE) {
			say_away(s, why);
			return;
		}
		if (strcmp(why, s->write_why) != 0)
			warnx("cannot write %s%s: %s", s->prefix, s->own, why);
		snprintf(s->write_why, sizeof(s->write_why), "%s", why);
		return;
	}
	if (s->asked == ASKED_PAGE)
		take_page(s);
	else if (s->asked == ASKED_PROBE)
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
		    take_change, s);
		if (wrong != NULL) {
			say_garbled(s, wrong);
			return -1;
		}
		if (a.is_canceled) {
			warnx("etcd has ended the watch%s: everything is read "
			    "anew", a.compacted > 0 ? ", because its history "
			    "was compacted" : "");
			begin_reading(s);
			return -1;
		}
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
		say_away(s, strerror(errno));
		return;
	}
	if (take_lines(s) == -1 || ended == 0)
		return;
	say_away(s, followchild_why(&s->watch, status, why, sizeof(why)));
}

/* What became of the last map. */
static void
look_map(struct etcd *s)
{
	char *report;
	int code;

	if (!followmap_has_ended(s->m, &code, &report))
		return;
	followmap_log(report);
	if (code == 0) {
		warnx("map %s has the %zu lines of etcd", s->m->o->map,
		    s->lines.n);
		free(report);
		report = NULL;
	} else {
		warnx("the map stays as it is");
	}
	if (code != 0 && code != 1)
		followmap_again(s->m, BACKOFF_MAX_MS);
	if (report != NULL && strlen(report) > MISTAKES_MAX)
		report[MISTAKES_MAX] = '\0';
	free(s->mistakes);
	s->mistakes = report;
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
	if (s->has_lines && followmap_is_due(s->m) &&
	    followmap_start_lines(s->m, &s->lines, s->prefix_clients) == -1) {
		warn("cannot begin a map");
		followmap_again(s->m, BACKOFF_MAX_MS);
		s->m->due_ms = now + BACKOFF_MAX_MS;
	}
	if (s->step == WAITING && now >= s->due_ms)
		begin_reading(s);
	else if (s->step == WATCHING && s->ask.pid == 0 && now >= s->whole_ms)
		begin_reading(s);
	else if (s->step == WATCHING && s->ask.pid == 0 && !is_told(s) &&
	    now >= s->write_ms)
		ask_write(s);
	else if (s->step == WATCHING && s->ask.pid == 0 && now >= s->due_ms)
		ask_probe(s);
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
		    .events = POLLIN }
	};
	long long left = s->due_ms - now_ms();
	struct timespec t;
	int ms = left < 0 ? 0 : left > PROBE_MS ? PROBE_MS : (int)left;

	if (s->step == READING || s->ask.pid != 0)
		ms = 1000;
	ms = followchild_wait_ms(&s->watch, ms);
	ms = followchild_wait_ms(&s->ask, ms);
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
	char host[256];

	*s = (struct etcd){ .m = m, .prefix = prefix,
	    .backoff_ms = BACKOFF_MS };
	s->watch.out_fd = s->watch.said_fd = -1;
	s->ask.out_fd = s->ask.said_fd = -1;
	if (n == 0 || n > 200 || prefix[0] == '-' || prefix[n - 1] != '/') {
		warnx("%s: a prefix ends with /, and does not begin with -",
		    prefix);
		return -1;
	}
	if (gethostname(host, sizeof(host)) == -1) {
		warn("cannot read the name of this host");
		return -1;
	}
	host[sizeof(host) - 1] = '\0';
	snprintf(s->end, sizeof(s->end), "%.*s0", (int)n - 1, prefix);
	snprintf(s->own, sizeof(s->own), "mistakes/%s", host);
	snprintf(s->prefix_clients, sizeof(s->prefix_clients), "%s%s", prefix,
	    clients);
	return 0;
}

static void
end(struct etcd *s)
{
	followchild_stop(&s->watch);
	followchild_stop(&s->ask);
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
	begin_reading(s);
	while (!signals_end()) {
		step(s);
		wait_for_more(s, &while_waiting);
	}
	end(s);
	free(s);
	return 0;
}
