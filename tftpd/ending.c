/*
 * Reports, processes that have ended, and those that are told to.
 */
#include <cdb.h>
#include <signal.h>
#include <sys/wait.h>
#include <syslog.h>

#include "daemon/lean.h"
#include "daemon/log.h"
#include "daemon/lograte.h"
#include "daemon/now.h"
#include "daemon/reporting.h"
#include "tftpd/ending.h"
#include "tftpd/saydone.h"
#include "tftpd/stall.h"
#include "tftpd/tally.h"

#define REPEAT_US 3000000

static int
wants_line(const struct transfers *t, const struct running *r, int priority)
{
	const struct lograte_source source = lograte_address(&r->client);

	return lograte_wants_transfer(t->lograte, priority, &source);
}

/*
 * Takes the report of a process: 0; -1: no honest one would say this. It says
 * once what became of a slot of its own; before that, an upload asks once for
 * its name, and if it cannot be had, the process tells what that means.
 */
static int
take_report(struct transfers *t, pid_t pid, struct report *report)
{
	struct running *r;
	int error;

	report->text[sizeof(report->text) - 1] = '\0';
	if (report->slot >= t->max)
		return -1;
	r = &t->slot[report->slot];
	if (r->pid != pid || r->reported)
		return -1;
	if (report->outcome == RECEIVE_ASKS) {
		if (r->upload == NULL || !upload_asked(r->upload))
			return -1;
		error = upload_name(r->upload);
		transfers_forget_upload(t, r);
		if (error != 0)
			return 0;
		report->outcome = RECEIVE_DONE;
	} else if (report->outcome == RECEIVE_DONE) {
		return -1;
	}
	r->reported = 1;
	if (wants_line(t, r, LOG_INFO))
		report_log(transfers_text(t, r), report);
	tally_report(t->counters, report);
	if (report->outcome == SEND_DONE)
		saydone_sent(t->registry, t->counters, &r->sent, &r->client);
	stall_ended(t->stalls, r->stall_serial, report->outcome == SEND_DONE,
	    now_ms());
	if (r->shared)
		transfers_remove(t, r);
	return 0;
}

/* Logs what the reports say that have come, and names what asks for it. */
static void
ending_report(struct transfers *t)
{
	struct report report;
	pid_t pid;
	ssize_t got;

	while ((got = reporting_take(&t->report_fd[0], &report,
	    sizeof(report), &pid)) != 0)
		if ((got != sizeof(report) ||
		    take_report(t, pid, &report) == -1) &&
		    reporting_end_liar(pid, &t->liar))
			log_line(LOG_ERR, "process %d of a transfer sent "
			    "what is no report of its own: it is ended",
			    (int)pid);
}

/* A process that served a slot has ended. */
static void
ended(struct transfers *t, struct running *r, int status)
{
	/* It wrote its report before it ended. */
	if (!r->reported)
		ending_report(t);
	if (r->pid == 0)	/* shared: gone with its report */
		return;
	if (r->reported) {
		transfers_remove(t, r);
		return;
	}
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM) {
		if (wants_line(t, r, LOG_NOTICE))
			log_line(LOG_NOTICE, "ended %s: the client asked anew",
			    transfers_text(t, r));
		counters_add(t->counters, TALLY_ENDED, "ended", 1);
	} else {
		if (wants_line(t, r, LOG_ERR))
			log_line(LOG_ERR, "failed %s: the process ended with "
			    "status %d", transfers_text(t, r), status);
		counters_add(t->counters, TALLY_ENDED, "failed", 1);
	}
	transfers_remove(t, r);
}

void
ending_reap(struct transfers *t)
{
	pid_t pid;
	int status;

	if (t->processes == 0)
		return;
	ending_report(t);
	while ((pid = lean_reap(&status)) > 0) {
		t->processes--;
		for (size_t i = 0; i < t->high; i++)
			if (t->slot[i].pid == pid)
				ended(t, &t->slot[i], status);
	}
}

int
ending_repeated(struct transfers *t, const struct datagram *d)
{
	uint32_t hash = cdb_hash(d->bytes, (unsigned)d->n);
	struct running *r;

	if (transfers_find(t, &d->from) == NULL)
		return 0;
	/* It may be over by now, and this is a new one. */
	ending_report(t);
	for (r = transfers_find(t, &d->from); r != NULL;
	    r = transfers_find_next(r)) {
		if (!r->reported && r->request_hash == hash &&
		    r->request_n == d->n &&
		    now_us() - r->begun_us < REPEAT_US)
			return 1;
		/* One that has reported dallies with an upload, at most. */
		if (!r->shared)
			kill(r->pid, SIGTERM);
	}
	return 0;
}

/* What a source has, and what may be had for it. */
struct share {
	unsigned running;
	struct running *over;	/* the oldest that only dallies; NULL: none */
	size_t spare;		/* a free slot; the most: none */
};

/*
 * The processes of a source, whatever they still do, but for those that were
 * told to go. A host has as many addresses of IPv6 as it likes: see
 * address_source().
 */
static struct share
share_of(struct transfers *t, const union address *client)
{
	const struct source source = address_source(client);
	struct share s = { .spare = t->max };

	for (size_t i = 0; i < t->high; i++) {
		struct running *r = &t->slot[i];

		if (r->pid == 0) {
			s.spare = s.spare == t->max ? i : s.spare;
			continue;
		}
		if (r->dismissed ||
		    !source_same(address_source(&r->client), source))
			continue;
		s.running++;
		if (r->reported && !r->shared && (s.over == NULL ||
		    r->begun_us < s.over->begun_us))
			s.over = r;
	}
	if (s.spare == t->max && t->high < t->max)
		s.spare = t->high;
	return s;
}

struct running *
ending_slot(struct transfers *t, const union address *client)
{
	struct share s = share_of(t, client);

	if (s.running >= t->per_client || s.spare == t->max) {
		/* Perhaps some are over, and it was not heard yet. */
		ending_reap(t);
		s = share_of(t, client);
	}
	if (s.spare == t->max)
		return NULL;
	if (s.running < t->per_client)
		return &t->slot[s.spare];
	/* Its last ACK has most likely arrived: it has made room before. */
	if (s.over == NULL)
		return NULL;
	s.over->dismissed = 1;
	kill(s.over->pid, SIGTERM);
	return &t->slot[s.spare];
}
