/*
 * Counting, ending and logging the processes that send and receive.
 */
#include <bsd/string.h>
#include <cdb.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <syslog.h>
#include <unistd.h>

#include "daemon/lean.h"
#include "daemon/log.h"
#include "daemon/lograte.h"
#include "daemon/now.h"
#include "daemon/reporting.h"
#include "tftpd/queue.h"
#include "tftpd/stall.h"
#include "tftpd/tally.h"
#include "tftpd/transfers.h"

#define REPEAT_US 3000000

int
transfers_open(struct transfers *t, size_t max, unsigned per_client,
    struct counters *counters, struct lograte *lograte)
{
	memset(t, 0, sizeof(*t));
	t->max = max;
	t->per_client = per_client;
	t->counters = counters;
	t->lograte = lograte;
	if ((t->slot = lean_memory(max * sizeof(*t->slot))) == NULL ||
	    (t->bucket = lean_memory(max * sizeof(struct running *))) == NULL ||
	    (t->text = lean_memory(max * sizeof(*t->text))) == NULL ||
	    (t->stalls = lean_memory(sizeof(*t->stalls))) == NULL)
		return -1;
	return reporting_open(t->report_fd);
}

static struct running **
bucket(const struct transfers *t, const union address *client)
{
	uint32_t hash = client->sa.sa_family == AF_INET6 ?
	    cdb_hash(&client->in6.sin6_addr, sizeof(client->in6.sin6_addr)) :
	    cdb_hash(&client->in.sin_addr, sizeof(client->in.sin_addr));

	return &t->bucket[(hash + address_port(client)) % t->max];
}

struct running *
transfers_find(const struct transfers *t, const union address *client)
{
	struct running *r = *bucket(t, client);

	while (r != NULL && !address_equal(&r->client, client, 1))
		r = r->next;
	return r;
}

int
transfers_repeated(struct transfers *t, const struct datagram *d)
{
	uint32_t hash = cdb_hash(d->bytes, (unsigned)d->n);

	if (transfers_find(t, &d->from) == NULL)
		return 0;
	/* It may be over by now, and this is a new one. */
	transfers_report(t);
	for (struct running *r = *bucket(t, &d->from); r != NULL;
	    r = r->next) {
		if (!address_equal(&r->client, &d->from, 1))
			continue;
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

void
transfers_process(struct transfers *t)
{
	t->processes++;
}

void
transfers_add(struct transfers *t, struct running *r,
    const struct running *begun, const struct datagram *d, const char *text)
{
	struct running **b = bucket(t, &d->from);
	size_t place = (size_t)(r - t->slot);

	if (place >= t->high)
		t->high = place + 1;
	*r = *begun;
	r->client = d->from;
	r->next = *b;
	*b = r;
	r->request_hash = cdb_hash(d->bytes, (unsigned)d->n);
	r->request_n = d->n;
	r->begun_us = now_us();
	r->reported = 0;
	strlcpy(t->text[place], text, sizeof(t->text[place]));
	t->n++;
	counters_add(t->counters, TALLY_STARTED, NULL, 1);
	t->guarded += (size_t)(r->inbox_fd != -1) +
	    (size_t)(r->upload != NULL);
	if (!r->shared)
		transfers_process(t);
}

/* Removes what has no name, and what was kept for it. */
static void
forget_upload(struct transfers *t, struct running *r)
{
	t->guarded -= r->upload != NULL;
	upload_close(r->upload);
	r->upload = NULL;
}

static const char *
running_text(const struct transfers *t, const struct running *r)
{
	return t->text[r - t->slot];
}

static int
wants_line(const struct transfers *t, const struct running *r, int priority)
{
	const struct lograte_source source = lograte_address(&r->client);

	return lograte_wants_transfer(t->lograte, priority, &source);
}

/* Frees a slot. */
static void
leave(struct transfers *t, struct running *r)
{
	struct running **p = bucket(t, &r->client);

	while (*p != r)
		p = &(*p)->next;
	*p = r->next;
	if (r->inbox_fd != -1) {
		close(r->inbox_fd);
		t->guarded--;
	}
	forget_upload(t, r);
	r->pid = 0;
	t->n--;
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
		forget_upload(t, r);
		if (error != 0)
			return 0;
		report->outcome = RECEIVE_DONE;
	} else if (report->outcome == RECEIVE_DONE) {
		return -1;
	}
	r->reported = 1;
	if (wants_line(t, r, LOG_INFO))
		report_log(running_text(t, r), report);
	tally_report(t->counters, report);
	stall_ended(t->stalls, r->stall_serial, report->outcome == SEND_DONE,
	    now_ms());
	if (r->shared)
		leave(t, r);
	return 0;
}

/*
 * Whoever wrote it cannot be believed in anything. What else it has written is
 * there still.
 */
static void
end_liar(struct transfers *t, pid_t pid)
{
	if (pid <= 0 || pid == t->liar)
		return;
	t->liar = pid;
	log_line(LOG_ERR, "process %d of a transfer sent what is no report of "
	    "its own: it is ended", (int)pid);
	kill(pid, SIGKILL);
}

void
transfers_report(struct transfers *t)
{
	struct report report;
	pid_t pid;
	ssize_t got;

	while ((got = reporting_take(t->report_fd[0], &report,
	    sizeof(report), &pid)) != 0)
		if (got != sizeof(report) || take_report(t, pid, &report) == -1)
			end_liar(t, pid);
}

/* A process that served a slot has ended. */
static void
ended(struct transfers *t, struct running *r, int status)
{
	/* It wrote its report before it ended. */
	if (!r->reported)
		transfers_report(t);
	if (r->pid == 0)	/* shared: gone with its report */
		return;
	if (r->reported) {
		leave(t, r);
		return;
	}
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM) {
		if (wants_line(t, r, LOG_NOTICE))
			log_line(LOG_NOTICE, "ended %s: the client asked anew",
			    running_text(t, r));
		counters_add(t->counters, TALLY_ENDED, "ended", 1);
	} else {
		if (wants_line(t, r, LOG_ERR))
			log_line(LOG_ERR, "failed %s: the process ended with "
			    "status %d", running_text(t, r), status);
		counters_add(t->counters, TALLY_ENDED, "failed", 1);
	}
	leave(t, r);
}

void
transfers_reap(struct transfers *t)
{
	pid_t pid;
	int status;

	if (t->processes == 0)
		return;
	transfers_report(t);
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		t->processes--;
		for (size_t i = 0; i < t->high; i++)
			if (t->slot[i].pid == pid)
				ended(t, &t->slot[i], status);
	}
}

void
transfers_note_surplus(const struct transfers *t, struct surplus *surplus)
{
	surplus_note(surplus, t->report_fd[0]);
	for (size_t i = 0; t->guarded > 0 && i < t->high; i++) {
		const struct running *r = &t->slot[i];

		if (r->pid != 0 && r->inbox_fd != -1)
			surplus_note(surplus, r->inbox_fd);
		if (r->pid != 0 && r->upload != NULL)
			upload_note_all(r->upload, surplus);
	}
}

void
transfers_close(struct transfers *t)
{
	for (size_t i = 0; i < t->high; i++)
		if (t->slot[i].pid != 0)
			forget_upload(t, &t->slot[i]);
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
 * queue_source().
 */
static struct share
share_of(struct transfers *t, const union address *client)
{
	const struct source source = queue_source(client);
	struct share s = { .spare = t->max };

	for (size_t i = 0; i < t->high; i++) {
		struct running *r = &t->slot[i];

		if (r->pid == 0) {
			s.spare = s.spare == t->max ? i : s.spare;
			continue;
		}
		if (r->dismissed ||
		    !source_same(queue_source(&r->client), source))
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
transfers_slot(struct transfers *t, const union address *client)
{
	struct share s = share_of(t, client);

	if (s.running >= t->per_client || s.spare == t->max) {
		/* Perhaps some are over, and it was not heard yet. */
		transfers_reap(t);
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
