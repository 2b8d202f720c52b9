/*
 * etcdctl does the talking: a child that answers a question, and one that watches.
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/now.h"
#include "mkbootroot/follow/etcdask.h"
#include "mkbootroot/follow/statement.h"

#define PAGE "--limit=100000"	/* entries that are read at once: etcd counts all for each */
#define ANSWER_MS 90000		/* that etcdctl may take for an answer */
#define ETCDCTL_TIMEOUT "--command-timeout=60s"
#define PROBE_TIMEOUT "--command-timeout=3s"
#define PROBE_MS 5000		/* how often it is asked whether it is there */
#define WHOLE_MS 3600000	/* and everything is read anew */
#define WRITE_AGAIN_MS 30000	/* after it did not let us write */

static const char *
clock_text(time_t t, char buf[32])
{
	struct tm tm;

	if (localtime_r(&t, &tm) == NULL ||
	    strftime(buf, 32, "%Y-%m-%d %H:%M:%S", &tm) == 0)
		buf[0] = '\0';
	return buf;
}

/* No child runs any more. */
static void
stop(struct etcd *s)
{
	followchild_stop(&s->watch);
	followchild_stop(&s->ask);
	if (s->tell.pid != 0)
		share_asked(&s->share, 0);
	followchild_stop(&s->tell);
	s->alive[0] = '\0';
	s->heard_at = 0;
}

void
etcd_is_away(struct etcd *s, const char *why)
{
	char at[32];

	stop(s);
	s->step = ETCD_WAITING;
	s->due_ms = now_ms() + s->backoff_ms;
	s->backoff_ms = s->backoff_ms * 2 > ETCD_BACKOFF_MAX_MS ? ETCD_BACKOFF_MAX_MS :
	    s->backoff_ms * 2;
	if (s->away != 0 && strcmp(why, s->why) == 0)
		return;
	if (s->away == 0)
		s->away = time(NULL);
	snprintf(s->why, sizeof(s->why), "%s", why);
	warnx("etcd is away since %s: %s; the map stays as it is",
	    clock_text(s->away, at), why);
}

void
etcd_is_back(struct etcd *s)
{
	char at[32];

	s->backoff_ms = ETCD_BACKOFF_MS;
	if (s->away == 0)
		return;
	warnx("etcd is back: it was away since %s, for %lld seconds",
	    clock_text(s->away, at), (long long)(time(NULL) - s->away));
	s->away = 0;
	s->why[0] = '\0';
}

static int
ask(struct etcd *s, enum etcd_asked asked, const char *const argv[],
    const char *text)
{
	s->asked = asked;
	s->asked_seen = s->seen;
	if (followchild_start(&s->ask, argv, text, strlen(text), ANSWER_MS) ==
	    0)
		return 0;
	etcd_is_away(s, errno == ENOENT ? "there is no etcdctl (Debian: "
	    "etcd-client)" : strerror(errno));
	return -1;
}

void
etcd_ask_page(struct etcd *s)
{
	char revision[40];
	const char *const argv[] = { "etcdctl", ETCDCTL_TIMEOUT, "-w", "json",
	    "get", PAGE, revision, s->from, s->end, NULL };

	snprintf(revision, sizeof(revision), "--rev=%lld", s->revision);
	(void)ask(s, ETCD_ASKED_PAGE, argv, "");
}

void
etcd_ask_probe(struct etcd *s)
{
	char key[300];
	/*
	 * A node that has lost the others ends its watches by itself (etcdctl wants
	 * that), but is slow to say so to who asks: while we watch, any node may
	 * answer for itself. Before, it has to know what the majority knows.
	 */
	const char *const argv[] = { "etcdctl", PROBE_TIMEOUT, "-w", "json",
	    "get", s->step == ETCD_WATCHING ? "--consistency=s" :
	    "--consistency=l", key, NULL };

	s->due_ms = now_ms() + PROBE_MS;
	/* Of a key that nobody has: the answer is short. */
	snprintf(key, sizeof(key), "%sprobe", s->prefix);
	(void)ask(s, ETCD_ASKED_PROBE, argv, "");
}

void
etcd_begin_reading(struct etcd *s)
{
	stop(s);
	followtable_free(&s->reading);
	share_begin_reading(&s->share);
	free(s->reading_told);
	s->reading_told = NULL;
	s->step = ETCD_READING;
	s->revision = s->seen = s->asked_seen = 0;
	s->unheard = 0;
	s->known = 0;
	snprintf(s->from, sizeof(s->from), "%s", s->prefix);
	/* A page may take long, and whether etcd is there is known soon. */
	etcd_ask_probe(s);
}

void
etcd_begin_watching(struct etcd *s)
{
	char revision[40];
	const char *const argv[] = { "etcdctl", "-w", "json", "watch",
	    "--prefix", revision, s->prefix, NULL };

	snprintf(revision, sizeof(revision), "--rev=%lld", s->revision + 1);
	if (followchild_start(&s->watch, argv, "", 0, 0) == -1) {
		etcd_is_away(s, strerror(errno));
		return;
	}
	s->step = ETCD_WATCHING;
	s->due_ms = now_ms();
	s->whole_ms = now_ms() + WHOLE_MS;
}

/* The put of a value that no other one has. */
void
etcd_ask_alive(struct etcd *s)
{
	char key[600], at[STATEMENT_SIZE];
	const char *const argv[] = { "etcdctl", PROBE_TIMEOUT, "-w", "json",
	    "put", "--prev-kv", "--", key, s->alive, NULL };

	s->due_ms = now_ms() + PROBE_MS;
	s->alive_at = time(NULL);
	statement_write(s->alive_at, "", at);
	snprintf(s->alive, sizeof(s->alive), "%.24s %s %u", at, s->run,
	    ++s->written);
	snprintf(key, sizeof(key), "%s" SHARE_ALIVE "%s", s->prefix, s->host);
	(void)ask(s, ETCD_ASKED_ALIVE, argv, "");
}

int
etcd_ask_tell(struct etcd *s, const char *text)
{
	const char *const argv[] = { "etcdctl", PROBE_TIMEOUT, "txn", NULL };

	return followchild_start(&s->tell, argv, text, strlen(text), ANSWER_MS);
}

void
etcd_ask_write(struct etcd *s)
{
	char key[600];
	const char *const argv[] = { "etcdctl", PROBE_TIMEOUT,
	    s->mistakes == NULL ? "del" : "put", "--", key, NULL };

	s->write_ms = now_ms() + WRITE_AGAIN_MS;
	snprintf(key, sizeof(key), "%s%s", s->prefix, s->own);
	(void)ask(s, ETCD_ASKED_WRITE, argv, s->mistakes == NULL ? "" :
	    s->mistakes);
}
