/*
 * Places in tables that never grow: nothing here depends on how many there are but
 * the search for one that is to go.
 */
#include <cdb.h>
#include <string.h>

#include "daemon/lean.h"
#include "httpd/connections.h"
#include "httpd/leave.h"

#define NONE CONNECTIONS_NONE

int
connections_open(struct connections *c, size_t max, unsigned per_client)
{
	memset(c, 0, sizeof(*c));
	c->max = max;
	c->per_client = per_client;
	c->free = c->free_share = NONE;
	if ((c->slot = lean_memory(max * sizeof(*c->slot))) == NULL ||
	    (c->share = lean_memory(max * sizeof(*c->share))) == NULL ||
	    (c->of_pid = lean_memory(max * sizeof(*c->of_pid))) == NULL ||
	    (c->of_source = lean_memory(max * sizeof(*c->of_source))) == NULL)
		return -1;
	for (size_t i = 0; i < max; i++)
		c->of_pid[i] = c->of_source[i] = NONE;
	return 0;
}

static size_t *
bucket_of_pid(const struct connections *c, pid_t pid)
{
	return &c->of_pid[(size_t)pid % c->max];
}

static size_t *
bucket_of_source(const struct connections *c, const struct lograte_source *s)
{
	return &c->of_source[cdb_hash(s->bytes, (unsigned)s->n) % c->max];
}

static size_t
find_share(const struct connections *c, const struct lograte_source *s)
{
	size_t i = *bucket_of_source(c, s);

	while (i != NONE && (c->share[i].source.n != s->n ||
	    memcmp(c->share[i].source.bytes, s->bytes, s->n) != 0))
		i = c->share[i].next;
	return i;
}

int
connections_has_enough(const struct connections *c, const union address *peer)
{
	const struct lograte_source source = lograte_address(peer);
	const size_t i = find_share(c, &source);

	return i != NONE && c->share[i].n >= c->per_client;
}

struct running *
connections_place(struct connections *c)
{
	if (c->free != NONE)
		return &c->slot[c->free];
	return c->high < c->max ? &c->slot[c->high] : NULL;
}

size_t
connections_number(const struct connections *c, const struct running *r)
{
	return (size_t)(r - c->slot);
}

/* One more of a source: its place. There are as many as there are slots. */
static size_t
take_share(struct connections *c, const struct lograte_source *source)
{
	size_t i = find_share(c, source), *bucket;

	if (i == NONE) {
		if ((i = c->free_share) != NONE)
			c->free_share = c->share[i].next;
		else
			i = c->high_share++;
		bucket = bucket_of_source(c, source);
		c->share[i] = (struct share){.source = *source,
		    .next = *bucket};
		*bucket = i;
	}
	c->share[i].n++;
	return i;
}

static void
leave_share(struct connections *c, size_t i)
{
	struct share *share = &c->share[i];
	size_t *p = bucket_of_source(c, &share->source);

	if (--share->n > 0)
		return;
	while (*p != i)
		p = &c->share[*p].next;
	*p = share->next;
	share->next = c->free_share;
	c->free_share = i;
}

void
connections_add(struct connections *c, struct running *r,
    const struct running *begun, long long now_ms)
{
	const struct lograte_source source = lograte_address(&begun->peer);
	const size_t i = connections_number(c, r);
	size_t *bucket = bucket_of_pid(c, begun->pid);

	if (i == c->free)
		c->free = r->next;
	else
		c->high++;
	*r = *begun;
	r->share = r->is_proxy ? NONE : take_share(c, &source);
	r->heard_ms = now_ms;
	r->told_ms = 0;
	r->next = *bucket;
	*bucket = i;
	c->n++;
}

struct running *
connections_find(const struct connections *c, pid_t pid)
{
	size_t i = *bucket_of_pid(c, pid);

	while (i != NONE && c->slot[i].pid != pid)
		i = c->slot[i].next;
	return i == NONE ? NULL : &c->slot[i];
}

void
connections_remove(struct connections *c, struct running *r)
{
	const size_t i = connections_number(c, r);
	size_t *p = bucket_of_pid(c, r->pid);

	while (*p != i)
		p = &c->slot[*p].next;
	*p = r->next;
	if (r->share != NONE)
		leave_share(c, r->share);
	if (r->told_ms != 0 && c->awaited > 0)
		c->awaited--;
	r->pid = 0;
	r->next = c->free;
	c->free = i;
	c->n--;
}

void
connections_told(struct connections *c, unsigned n)
{
	c->awaited = n;
}

static int
is_told(const struct running *r, long long now_ms)
{
	return r->told_ms != 0 && now_ms - r->told_ms < LEAVE_S * 1000;
}

struct running *
connections_to_tell(const struct connections *c, long long now_ms)
{
	struct running *silent = NULL, *r;
	unsigned most = 0;

	/* Of sources all of whose connections were told, nothing can be had. */
	for (r = c->slot; r < c->slot + c->high; r++) {
		unsigned n = r->share == NONE ? 1 : c->share[r->share].n;

		if (r->pid == 0 || is_told(r, now_ms) || n < most)
			continue;
		if (silent == NULL || n > most ||
		    r->heard_ms < silent->heard_ms)
			silent = r;
		most = n;
	}
	return silent;
}
