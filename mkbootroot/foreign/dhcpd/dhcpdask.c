/*
 * dhcpd's order: the classes, the address, then the words of the subnet, of the
 * pool, of the classes, the first of them last, and of the host.
 */
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/dhcpd/dhcpdask.h"
#include "mkbootroot/foreign/dhcpd/dhcpdcontrol.h"
#include "mkbootroot/foreign/dhcpd/dhcpdexecute.h"
#include "mkbootroot/foreign/dhcpd/dhcpdtell.h"

/* Where a client is, and what it has there. */
struct place {
	const struct dhcpd_network *network;
	const struct dhcpd_subnet *subnet;
	const struct dhcpd_pool *pool;
};

int
host_order(const void *a, const void *b)
{
	const struct dhcpd_host *x = *(const struct dhcpd_host *const *)a,
	    *y = *(const struct dhcpd_host *const *)b;
	const int order = memcmp(x->mac, y->mac, 6);

	return order != 0 ? order : (x->order > y->order) -
	    (x->order < y->order);
}

const struct dhcpd_subnet *
subnet_with(const struct dhcpd *d, const struct dhcpd_network *n,
    uint32_t address)
{
	const struct dhcpd_subnet *s, *found = NULL;

	for (s = d->subnet; s != NULL; s = s->next)
		if ((n == NULL || s->network == n) &&
		    (address & s->mask) == s->net &&
		    (found == NULL || s->mask > found->mask))
			found = s;
	return found;
}

size_t
hosts_with(const struct dhcpd *d, const unsigned char mac[6],
    const struct dhcpd_host *const **first)
{
	size_t from = 0, to = d->hosts, middle, n = 0;

	while (from < to) {
		middle = from + (to - from) / 2;
		if (memcmp(d->sorted[middle]->mac, mac, 6) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	*first = (const struct dhcpd_host *const *)d->sorted + from;
	while (from + n < d->hosts && memcmp((*first)[n]->mac, mac, 6) == 0)
		n++;
	return n;
}

/* Whether a host has an address of its own there, and in which subnet. */
static int
has_address(const struct dhcpd *d, const struct dhcpd_host *h, struct place *p)
{
	const struct dhcpd_address *a;
	const struct dhcpd_subnet *s;

	for (a = h->address; a != NULL; a = a->next) {
		/* Of a name the DNS would tell: there, as far as we know. */
		if (p->network == NULL || a->address == 0)
			return 1;
		if ((s = subnet_with(d, p->network, a->address)) != NULL) {
			p->subnet = s;
			return 1;
		}
	}
	return 0;
}

/* Which of the declarations of a card counts there. */
static void
choose_host(struct dhcpd_asking *a, struct place *p)
{
	const struct dhcpd_host *const *h = NULL;
	size_t n = 0, i;

	if (a->who->host != NULL && a->who->host->octets == 6)
		n = hosts_with(a->d, a->who->host->mac, &h);
	a->is_known = n > 0;
	for (i = 0; i < n && !a->is_static; i++)
		if (has_address(a->d, h[i], p)) {
			a->is_static = 1;
			a->host = h[i];
		}
	/* One with an address elsewhere says nothing here. */
	for (i = 0; i < n && !a->is_static && a->host == NULL; i++)
		if (h[i]->address == NULL)
			a->host = h[i];
}

static int
permit_matches(const struct dhcpd_asking *a, const struct dhcpd_permit *p)
{
	switch (p->whom) {
	case PERMIT_ALL:
		return 1;
	case PERMIT_KNOWN:
		return a->is_known;
	case PERMIT_UNKNOWN:
		return !a->is_known;
	case PERMIT_CLASS:
		return classes_have(a, p->class);
	default:
		return 0;
	}
}

/* Whether a pool lends to it; else the line that refuses it. */
static int
pool_permits(const struct dhcpd_asking *a, const struct dhcpd_pool *pool,
    unsigned *refused)
{
	const struct dhcpd_permit *p;
	int allows = 0, is_allowed = 0;

	for (p = pool->permit; p != NULL; p = p->next)
		if (p->is_denied && permit_matches(a, p)) {
			*refused = p->from;
			return 0;
		} else if (!p->is_denied) {
			allows = 1;
			*refused = p->from;
			is_allowed |= permit_matches(a, p);
		}
	return !allows || is_allowed;
}

static int
pool_is_in(const struct dhcpd_pool *pool, const struct dhcpd_subnet *s)
{
	const struct dhcpd_range *r;

	for (r = pool->range; r != NULL; r = r->next)
		if ((r->first & s->mask) == s->net)
			return 1;
	return 0;
}

/*
 * The pool that it gets an address of. Without any there, somebody else lends,
 * and the words of the subnet count. 0: none of them is for it.
 */
static int
choose_pool(struct dhcpd_asking *a, struct place *p, struct told *told)
{
	struct dhcpd_pool *pool;
	int any = 0;

	for (pool = p->network->pool; pool != NULL; pool = pool->next) {
		if (!pool_is_in(pool, p->subnet))
			continue;
		any = 1;
		if (!pool_permits(a, pool, &told->silent_from))
			continue;
		if (p->pool == NULL) {
			p->pool = pool;
		} else if (!pool->is_named &&
		    (statement_matters(a->d, pool->scope.first) ||
		    statement_matters(a->d, p->pool->scope.first))) {
			imported_refuse(a->d->im, pool->from, "pool", "is one "
			    "of several for the same clients, with words of "
			    "its own");
			pool->is_named = 1;
		}
	}
	return p->pool != NULL || !any;
}

/* Whether a flag has been set to false, or ignore. */
static int
is_refused(struct dhcpd_asking *a, unsigned code, struct told *told)
{
	struct dhcpd_slot *slot = slot_find(a, SPACE_SERVER, code);
	struct dhcpd_value v;

	if (slot == NULL)
		return 0;
	v = slot_value(a, slot);
	if (v.kind != VALUE_DATA || v.n == 0 || v.at[0] == 1)
		return 0;
	told->silent_from = slot->by->from;
	if (code != SERVER_BOOTP)
		return 1;
	if (!slot->by->is_named)
		imported_refuse(a->d->im, slot->by->from, "bootp",
		    "is answered all the same");
	slot->by->is_named = 1;
	return 0;
}

static void
execute_all(struct dhcpd_asking *a, const struct place *p)
{
	const struct dhcpd_scope *base = p->subnet == NULL ? &a->d->global :
	    p->subnet->scope, *limit = p->pool == NULL ? base :
	    &p->pool->scope;

	scope_execute(a, base, NULL);
	if (p->pool != NULL)
		scope_execute(a, &p->pool->scope, p->network->scope);
	for (size_t i = a->in_n; i > 0; i--)
		scope_execute(a, a->in[i - 1].scope, limit);
	if (a->host != NULL)
		scope_execute(a, &a->host->scope, limit);
}

void
dhcpd_ask(const struct foreign *f, const struct asker *who, struct told *told)
{
	struct dhcpd_asking a;
	struct place p = { .subnet = who->net == NULL ? NULL :
	    who->net->theirs };

	memset(told, 0, sizeof(*told));
	a.d = ((const struct theirs *)f->theirs)->d;
	a.who = who;
	a.is_known = a.is_static = a.depth = 0;
	a.host = NULL;
	a.slots = a.variables = a.in_n = a.used = 0;
	if (p.subnet != NULL)
		p.network = p.subnet->network;
	classes_find(&a);
	choose_host(&a, &p);
	if (!a.is_static && p.network != NULL && !choose_pool(&a, &p, told)) {
		told->is_silent = 1;
		return;
	}
	execute_all(&a, &p);
	if ((a.host == NULL && is_refused(&a, SERVER_UNKNOWN_CLIENTS, told)) ||
	    is_refused(&a, SERVER_BOOTING, told)) {
		told->is_silent = 1;
		return;
	}
	is_refused(&a, SERVER_BOOTP, told);
	told->silent_from = 0;
	tell(&a, p.subnet, told);
}
