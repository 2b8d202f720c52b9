/*
 * A report is believed in what its process can know: who is at the other end of the
 * connection is known here.
 */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <syslog.h>

#include "daemon/log.h"
#include "daemon/now.h"
#include "daemon/reporting.h"
#include "httpd/answer.h"
#include "httpd/hear.h"
#include "httpd/report.h"
#include "httpd/saydone.h"
#include "httpd/tally.h"
#include "map/mapfollow.h"

#define ENDS_AT_ONCE 64

struct ended {
	struct running *running;
	int status;
};

/* Only a proxy asks for others, and a neighbour is who he is. */
static int
is_of(const struct running *r, const struct report *report)
{
	if (report->is_forwarded)
		return r->is_proxy;
	return !r->has_mac || (report->has_mac &&
	    memcmp(r->mac, report->mac, sizeof(r->mac)) == 0);
}

static int
wants_line(struct server *s, const struct report *report,
    const union address *client)
{
	const struct lograte_source source = lograte_address(client);

	return lograte_wants(&s->lograte, report_priority(report), report->key,
	    report->key_n, &source);
}

static void
say(const struct report *report, const union address *who)
{
	char client[ADDRESS_TEXT_SIZE];

	address_text(client, sizeof(client), who, 0);
	if (report->disagrees)
		log_line(LOG_NOTICE, "client=%s: its MAC and the ip= of the "
		    "map name two clients; the MAC counts", client);
	report_log(report, client);
}

/* It has seen another map than its own. */
static void
offer_map(struct server *s, const struct running *r)
{
	const int is_bad = mapfollow(&s->map, s->map_path,
	    s->map_trouble, MAPFOLLOW_SENDS_NOTHING) == MAPFOLLOW_BAD;

	answer_give(r->pid, mapoffer_make(&s->mapoffer, &s->map, is_bad) == 0);
}

static void
take(struct server *s, struct running *r, const struct report *report)
{
	const union address *who = report->is_forwarded ? &report->client :
	    &r->peer;

	r->heard_ms = now_ms();
	if (report->is_done_unknown)
		saydone_unknown(s, r, report);
	switch (report->asks) {
	case ASKS_DONE:
		saydone(s, r, report);
		return;
	case ASKS_MAP:
		offer_map(s, r);
		return;
	default:
		break;
	}
	tally_report(&s->counters, report);
	/* What is wrong with it is said once, here. */
	if (report->is_map_bad)
		(void)mapfollow(&s->map, s->map_path, s->map_trouble,
		    MAPFOLLOW_SENDS_NOTHING);
	if (wants_line(s, report, who))
		say(report, who);
	if (report->has_last)
		saydone_sent(s, r, report);
	if (s->root_fd == -1 && report->reason == VIEW_NO_ROOT)
		(void)startup_root_again(&s->listener, s->set.root_path);
}

int
hear_reports(struct server *s)
{
	struct connections *c = &s->connections;
	struct report report;
	struct running *r;
	ssize_t n;
	pid_t pid;
	int i;

	/* All that wait now; who never stops sending does not stop us. */
	for (i = 0; i < REPORTING_WAITING_MAX; i++) {
		if ((n = reporting_take(&s->report_fd[0], &report,
		    sizeof(report), &pid)) == 0)
			break;
		r = n == -1 || !report_is_good(&report, (size_t)n) ? NULL :
		    connections_find(c, pid);
		if (r != NULL && connections_number(c, r) == report.slot &&
		    is_of(r, &report))
			take(s, r, &report);
		else if (reporting_end_liar(pid, &s->liar))
			log_line(LOG_ERR, "process %d of a connection sent "
			    "what is no report of its own: it is ended",
			    (int)pid);
	}
	return i;
}

/* It says by its report how each of its requests ended. */
static void
note_end(struct server *s, const struct running *r, int status)
{
	const struct lograte_source source = lograte_address(&r->peer);
	char client[ADDRESS_TEXT_SIZE];

	/* Who was told to leave may be hit before it listens for that. */
	if ((WIFEXITED(status) && WEXITSTATUS(status) == 0) ||
	    (WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM))
		return;
	if (lograte_wants(&s->lograte, LOG_ERR, NULL, 0, &source))
		log_line(LOG_ERR, "failed client=%s: the process ended with "
		    "status %d", address_text(client, sizeof(client),
		    &r->peer, 0), status);
	counters_add(&s->counters, TALLY_REQUESTS, "failed", 1);
}

/* Some of those that have ended: how many. */
static size_t
take_ended(const struct connections *c, struct ended ended[ENDS_AT_ONCE])
{
	size_t n = 0;
	pid_t pid;

	while (n < ENDS_AT_ONCE &&
	    (pid = waitpid(-1, &ended[n].status, WNOHANG)) > 0)
		if ((ended[n].running = connections_find(c, pid)) != NULL)
			n++;
	return n;
}

void
hear_ends(struct server *s)
{
	struct ended ended[ENDS_AT_ONCE];
	size_t n;

	while (s->connections.n > 0 &&
	    (n = take_ended(&s->connections, ended)) > 0) {
		/* They wrote their last reports before they ended. */
		(void)hear_reports(s);
		for (size_t i = 0; i < n; i++) {
			note_end(s, ended[i].running, ended[i].status);
			connections_remove(&s->connections, ended[i].running);
		}
	}
}
