/*
 * Counting, ending and logging the processes that send.
 */
#include "transfers.h"

#include <cdb.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "log.h"

#define REPEAT_MS 3000

static uint64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

int
transfers_open(struct transfers *t, size_t max, unsigned per_client)
{
	memset(t, 0, sizeof(*t));
	t->max = max;
	t->per_client = per_client;
	if ((t->slot = calloc(max, sizeof(*t->slot))) == NULL ||
	    (t->bucket = calloc(max, sizeof(struct running *))) == NULL)
		return -1;
	if (pipe2(t->report_fd, O_CLOEXEC) == -1 ||
	    fcntl(t->report_fd[0], F_SETFL, O_NONBLOCK) == -1)
		return -1;
	return 0;
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
	for (struct running *r = *bucket(t, client); r != NULL; r = r->next)
		if (!r->reported && address_equal(&r->client, client, 1))
			return r;
	return NULL;
}

int
transfers_repeated(struct transfers *t, const struct datagram *d)
{
	uint32_t hash = cdb_hash(d->bytes, (unsigned)d->n);

	for (struct running *r = *bucket(t, &d->from); r != NULL;
	    r = r->next) {
		if (r->reported || !address_equal(&r->client, &d->from, 1))
			continue;
		/* It may be over by now, and this is a new one. */
		transfers_report(t);
		if (r->reported)
			continue;
		if (r->request_hash == hash && r->request_n == d->n &&
		    now_ms() - r->begun_ms < REPEAT_MS)
			return 1;
		if (!r->shared)
			kill(r->pid, SIGTERM);
	}
	return 0;
}

void
transfers_add(struct transfers *t, struct running *r, pid_t pid,
    const struct datagram *d, int inbox_fd)
{
	struct running **b = bucket(t, &d->from);

	r->pid = pid;
	r->client = d->from;
	r->shared = 0;
	r->inbox_fd = inbox_fd;
	r->next = *b;
	*b = r;
	r->request_hash = cdb_hash(d->bytes, (unsigned)d->n);
	r->request_n = d->n;
	r->begun_ms = now_ms();
	r->reported = 0;
	t->n++;
}

/* Frees a slot. */
static void
leave(struct transfers *t, struct running *r)
{
	struct running **p = bucket(t, &r->client);

	while (*p != r)
		p = &(*p)->next;
	*p = r->next;
	if (r->inbox_fd != -1)
		close(r->inbox_fd);
	r->pid = 0;
	t->n--;
}

void
transfers_close_inboxes(const struct transfers *t)
{
	for (size_t i = 0; i < t->max; i++)
		if (t->slot[i].pid != 0 && t->slot[i].inbox_fd != -1)
			close(t->slot[i].inbox_fd);
}

void
transfers_log(const char *text, const struct send_report *r)
{
	char said[LOG_VISIBLE_SIZE(SEND_TEXT_SIZE)];
	double seconds = (double)r->elapsed_us / 1e6;
	double rate = r->elapsed_us == 0 ? 0 :
	    (double)r->bytes / (double)r->elapsed_us;

	log_visible(said, sizeof(said), r->text,
	    strnlen(r->text, sizeof(r->text)));
	switch (r->outcome) {
	case SEND_DONE:
		log_line(LOG_INFO, "sent %s bytes=%" PRIu64 " seconds=%.3f "
		    "rate=%.1fMB/s blksize=%u windowsize=%u resent=%" PRIu64,
		    text, r->bytes, seconds, rate, r->blksize, r->windowsize,
		    r->resent);
		break;
	case SEND_PROBE:
		log_line(LOG_INFO, "probe %s: the client wanted the size only",
		    text);
		break;
	case SEND_ABORTED:
		log_line(LOG_NOTICE, "aborted %s bytes=%" PRIu64 " "
		    "seconds=%.3f reason=client-error-%d said=%s", text,
		    r->bytes, seconds, r->error, said);
		break;
	case SEND_GONE:
	case SEND_TIMEOUT:
		log_line(LOG_NOTICE, "failed %s bytes=%" PRIu64 " "
		    "seconds=%.3f resent=%" PRIu64 " reason=%s", text,
		    r->bytes, seconds, r->resent,
		    r->outcome == SEND_GONE ? "client-gone" : "no-answer");
		break;
	case SEND_CHANGED:
		log_line(LOG_WARNING, "failed %s bytes=%" PRIu64 " "
		    "reason=file-changed", text, r->bytes);
		break;
	case SEND_NO_PORT:
		log_line(LOG_ERR, "failed %s reason=no-free-port: -p is too "
		    "narrow", text);
		break;
	case SEND_FAILED:
		log_line(LOG_ERR, "failed %s bytes=%" PRIu64 ": cannot send: "
		    "%s", text, r->bytes, strerror(r->error));
		break;
	}
}

void
transfers_report(struct transfers *t)
{
	struct send_report report;
	struct running *r;

	/* Each record is written in one piece, and so read in one. */
	while (read(t->report_fd[0], &report, sizeof(report)) ==
	    sizeof(report)) {
		report.text[sizeof(report.text) - 1] = '\0';
		if (report.pid <= 0 || report.slot >= t->max)
			continue;
		r = &t->slot[report.slot];
		if (r->pid != report.pid)
			continue;
		r->reported = 1;
		transfers_log(r->text, &report);
		if (r->shared)
			leave(t, r);
	}
}

/* A process that served a slot has ended. */
static void
ended(struct transfers *t, struct running *r, int status)
{
	if (!r->reported && WIFSIGNALED(status) &&
	    WTERMSIG(status) == SIGTERM)
		log_line(LOG_NOTICE, "ended %s: the client asked anew",
		    r->text);
	else if (!r->reported)
		log_line(LOG_ERR, "failed %s: the process ended with "
		    "status %d", r->text, status);
	leave(t, r);
}

void
transfers_reap(struct transfers *t)
{
	pid_t pid;
	int status;

	transfers_report(t);
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		/* It wrote its report before it ended. */
		transfers_report(t);
		for (size_t i = 0; i < t->max; i++)
			if (t->slot[i].pid == pid)
				ended(t, &t->slot[i], status);
	}
}

/* The transfers of one address that are not over; *free_slot: one to use. */
static unsigned
count(struct transfers *t, const union address *client,
    struct running **free_slot)
{
	unsigned same = 0;

	*free_slot = NULL;
	for (size_t i = 0; i < t->max; i++) {
		struct running *r = &t->slot[i];

		if (r->pid == 0)
			*free_slot = *free_slot == NULL ? r : *free_slot;
		else if (!r->reported && address_equal(&r->client, client, 0))
			same++;
	}
	return same;
}

struct running *
transfers_slot(struct transfers *t, const union address *client)
{
	struct running *r;

	if (count(t, client, &r) < t->per_client && r != NULL)
		return r;
	/* Perhaps some are over, and it was not heard yet. */
	transfers_reap(t);
	return count(t, client, &r) < t->per_client ? r : NULL;
}
