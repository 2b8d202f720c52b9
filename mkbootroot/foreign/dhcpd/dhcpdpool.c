/*
 * Pools: whom their addresses are for. The addresses stay where they are.
 */
#include "mkbootroot/foreign/dhcpd/dhcpdblock.h"
#include "mkbootroot/foreign/dhcpd/dhcpdoption.h"
#include "mkbootroot/foreign/dhcpd/dhcpdstatement.h"

static struct dhcpd_pool *
pool_new(struct dhcpd *d, struct dhcpd_network *n, unsigned from)
{
	struct dhcpd_pool *p = tree_new(d, sizeof(*p));

	if (p == NULL)
		return NULL;
	scope_begin(&p->scope, n->scope);
	p->from = from;
	*n->pool_end = p;
	n->pool_end = &p->next;
	return p;
}

struct dhcpd_pool *
pool_of(struct dhcpd *d, struct dhcpd_scope *s)
{
	struct dhcpd_network *n = s->subnet->network;

	if (n->pool_of_all == NULL)
		n->pool_of_all = pool_new(d, n, s->subnet->from);
	return n->pool_of_all;
}

void
range_take(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_pool *pool,
    unsigned from)
{
	struct dhcpd_range *range = tree_new(d, sizeof(*range));
	uint32_t last;

	token_take(t, "dynamic-bootp");
	if (pool == NULL || range == NULL ||
	    option_address(d, t, &range->first) == -1 ||
	    (!token_mark(t, ';') && option_address(d, t, &last) == -1)) {
		statement_refuse(d, t);
		return;
	}
	statement_end(d, t, from, "range");
	range->next = pool->range;
	pool->range = range;
	imported_refuse(d->im, from, "range",
	    "stays with a DHCP server: only ip= is lent");
}

/* "members of "CLASS"", behind the first word. */
static int
take_members(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_permit *p)
{
	struct dhcpd_class *c;

	if (!token_take(t, "of") || t->now != TOKEN_TEXT ||
	    (c = class_find(d, t->text)) == NULL)
		return -1;
	c->is_permit = 1;
	p->class = c->name;
	tokens_next(t);
	p->whom = PERMIT_CLASS;
	return 0;
}

/* Whom "allow" and "deny" of a pool are about. -1: nobody. */
static int
take_whom(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_permit *p)
{
	if (token_take(t, "members"))
		return take_members(d, t, p);
	if (token_take(t, "known-clients")) {
		p->whom = PERMIT_KNOWN;
		return 0;
	}
	if (token_take(t, "unknown-clients")) {
		p->whom = PERMIT_UNKNOWN;
		return 0;
	}
	if (token_take(t, "after")) {
		p->whom = PERMIT_SOMETIMES;
		imported_refuse(d->im, t->from, "after", "depends on the time, "
		    "which has no word in clients(5)");
		while (!token_mark(t, ';') && t->now != TOKEN_END &&
		    t->now != TOKEN_CUT)
			tokens_next(t);
		return 0;
	}
	if (token_take(t, "known"))
		p->whom = PERMIT_KNOWN;
	else if (token_take(t, "unknown"))
		p->whom = PERMIT_UNKNOWN;
	else if (token_take(t, "all"))
		p->whom = PERMIT_ALL;
	else if (token_take(t, "unauthenticated"))
		p->whom = PERMIT_ALL;
	else if (token_take(t, "authenticated") ||
	    (token_take(t, "dynamic") && token_take(t, "bootp")))
		p->whom = PERMIT_NOBODY;
	else
		return -1;
	return token_take(t, "clients") ? 0 : -1;
}

static void
permit_take(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_pool *pool)
{
	struct dhcpd_permit *p = tree_new(d, sizeof(*p));

	if (p == NULL)
		return;
	p->from = t->from;
	p->is_denied = token_is(t, "deny");
	tokens_next(t);
	if (take_whom(d, t, p) == -1) {
		statement_refuse(d, t);
		return;
	}
	statement_end(d, t, p->from, p->is_denied ? "deny" : "allow");
	p->next = pool->permit;
	pool->permit = p;
}

void
pool_take(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_scope *s,
    unsigned from)
{
	struct dhcpd_network *n = s->subnet != NULL ? s->subnet->network :
	    s->network;
	struct dhcpd_pool *pool;
	unsigned at;

	if (n == NULL || (pool = pool_new(d, n, from)) == NULL ||
	    !token_take_mark(t, '{')) {
		statement_refuse(d, t);
		return;
	}
	while (!token_mark(t, '}') && !statement_cut(d, t)) {
		at = t->from;
		if (token_is(t, "allow") || token_is(t, "deny"))
			permit_take(d, t, pool);
		else if (token_take(t, "range"))
			range_take(d, t, pool, at);
		else if (token_is(t, "failover") || token_is(t, "no"))
			statement_pass(t);
		else
			statement_take(d, t, &pool->scope, 0);
	}
	token_take_mark(t, '}');
	if (pool->range == NULL)
		imported_refuse(d->im, from, "pool",
		    "has no range, and dhcpd refuses that");
}
