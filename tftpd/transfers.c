/*
 * Slots, found by the address and port of their clients.
 */
#include <bsd/string.h>
#include <cdb.h>
#include <string.h>
#include <unistd.h>

#include "daemon/lean.h"
#include "daemon/now.h"
#include "daemon/reporting.h"
#include "tftpd/stall.h"
#include "tftpd/tally.h"
#include "tftpd/transfers.h"

int
transfers_open(struct transfers *t, size_t max, unsigned per_client,
    struct counters *counters, struct lograte *lograte,
    struct registry *registry)
{
	memset(t, 0, sizeof(*t));
	t->max = max;
	t->per_client = per_client;
	t->counters = counters;
	t->lograte = lograte;
	t->registry = registry;
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

struct running *
transfers_find_next(const struct running *before)
{
	struct running *r = before->next;

	while (r != NULL && !address_equal(&r->client, &before->client, 1))
		r = r->next;
	return r;
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

void
transfers_forget_upload(struct transfers *t, struct running *r)
{
	t->guarded -= r->upload != NULL;
	upload_close(r->upload);
	r->upload = NULL;
}

const char *
transfers_text(const struct transfers *t, const struct running *r)
{
	return t->text[r - t->slot];
}

void
transfers_remove(struct transfers *t, struct running *r)
{
	struct running **p = bucket(t, &r->client);

	while (*p != r)
		p = &(*p)->next;
	*p = r->next;
	if (r->inbox_fd != -1) {
		close(r->inbox_fd);
		t->guarded--;
	}
	transfers_forget_upload(t, r);
	r->pid = 0;
	t->n--;
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
			transfers_forget_upload(t, &t->slot[i]);
}
