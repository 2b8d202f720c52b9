/*
 * etcdctl does the talking: a child that answers a question, one that reads a page of
 * many entries, and one that watches. Where it asks is in its environment.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "daemon/now.h"
#include "mkbootroot/follow/etcdask.h"
#include "mkbootroot/follow/etcdaway.h"
#include "mkbootroot/follow/statement.h"

#define ANSWER_MS 90000		/* that etcdctl may take for an answer */
#define ETCDCTL_TIMEOUT "--command-timeout=60s"
#define PUT_TIMEOUT "--command-timeout=3s"
/*
 * With two more endpoints to ask, 15 seconds are not over before one of them has
 * heard that we are there: see doc/decisions.md.
 */
#define PROBE_TIMEOUT "--command-timeout=2s"
#define PROBE_MS 5000		/* how often it is asked whether it is there */
#define WRITE_AGAIN_MS 30000	/* after it did not let us write */

/* -1: etcd is away. */
static int
start(struct etcd *s, struct followchild *c, const char *const argv[],
    const char *text, int limit_ms)
{
	if (followchild_start(c, argv, text, strlen(text), limit_ms) == 0)
		return 0;
	etcd_is_away(s, errno == ENOENT ? "there is no etcdctl (Debian: "
	    "etcd-client)" : strerror(errno));
	return -1;
}

static void
ask(struct etcd *s, enum etcd_asked asked, const char *const argv[],
    const char *text)
{
	s->asked = asked;
	s->asked_seen = s->seen;
	(void)start(s, &s->ask, argv, text, ANSWER_MS);
}

void
etcd_ask_page(struct etcd *s)
{
	char most[40], revision[40];
	const char *const argv[] = { "etcdctl", ETCDCTL_TIMEOUT, "-w", "json",
	    "get", most, revision, "--", s->from, s->end, NULL };

	/* Few at once would be slow: etcd counts all entries for each page. */
	snprintf(most, sizeof(most), "--limit=%d", s->page_most);
	snprintf(revision, sizeof(revision), "--rev=%lld", s->revision);
	(void)start(s, &s->page, argv, "", ANSWER_MS);
}

void
etcd_ask_probe(struct etcd *s)
{
	char key[300];
	/* It has to know what the majority knows. */
	const char *const argv[] = { "etcdctl",
	    etcdendpoints_number(&s->endpoints) > 1 ? PROBE_TIMEOUT :
	    PUT_TIMEOUT, "-w", "json", "get", "--consistency=l", key, NULL };

	s->due_ms = now_ms() + PROBE_MS;
	/* Of a key that nobody has: the answer is short. */
	snprintf(key, sizeof(key), "%sprobe", s->prefix);
	ask(s, ETCD_ASKED_PROBE, argv, "");
}

void
etcd_ask_watch(struct etcd *s, long long revision)
{
	char from[40];
	const char *const argv[] = { "etcdctl", "-w", "json", "watch",
	    "--prefix", from, s->prefix, NULL };

	snprintf(from, sizeof(from), "--rev=%lld", revision);
	s->due_ms = now_ms();
	(void)start(s, &s->watch, argv, "", 0);
}

/* The put of a value that no other one has. */
void
etcd_ask_alive(struct etcd *s)
{
	char key[600], at[STATEMENT_SIZE];
	const char *const argv[] = { "etcdctl", PUT_TIMEOUT, "-w", "json",
	    "put", "--prev-kv", "--", key, s->alive, NULL };

	s->due_ms = now_ms() + PROBE_MS;
	s->alive_at = time(NULL);
	s->asked_alive = s->alive_there;
	s->previous = (struct etcdwritten){ .revision = 0 };
	statement_write(s->alive_at, "", at);
	snprintf(s->alive, sizeof(s->alive), "%.24s %s %u", at, s->run,
	    ++s->written);
	snprintf(key, sizeof(key), "%s" SHARE_ALIVE "%s", s->prefix, s->host);
	ask(s, ETCD_ASKED_ALIVE, argv, "");
}

int
etcd_ask_tell(struct etcd *s, const char *text)
{
	const char *const argv[] = { "etcdctl", PUT_TIMEOUT, "txn", NULL };

	return followchild_start(&s->tell, argv, text, strlen(text), ANSWER_MS);
}

void
etcd_ask_write(struct etcd *s)
{
	char key[600];
	const char *const argv[] = { "etcdctl", PUT_TIMEOUT,
	    s->mistakes == NULL ? "del" : "put", "--", key, NULL };

	s->write_ms = now_ms() + WRITE_AGAIN_MS;
	snprintf(key, sizeof(key), "%s%s", s->prefix, s->own);
	ask(s, ETCD_ASKED_WRITE, argv, s->mistakes == NULL ? "" : s->mistakes);
}
