/*
 * What may stand in a block, by its first word.
 */
#include <string.h>

#include "mkbootroot/foreign/dhcpd/dhcpdblock.h"
#include "mkbootroot/foreign/dhcpd/dhcpdoption.h"
#include "mkbootroot/foreign/dhcpd/dhcpdstatement.h"

/* What is in a block, behind its "{", and its "}". */
static void block_take(struct dhcpd *d, struct dhcpd_tokens *t,
    struct dhcpd_scope *s, int depth);

/* Opens the block of a new scope; 0: there is none, and it has been named. */
static int
open_block(struct dhcpd *d, struct dhcpd_tokens *t, int depth)
{
	if (depth > DHCPD_DEPTH_MAX) {
		imported_refuse(d->im, t->from, "{", "is nested too deeply");
		statement_pass(t);
		return 0;
	}
	if (token_take_mark(t, '{'))
		return 1;
	statement_refuse(d, t);
	return 0;
}

static void
group_take(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_scope *s,
    int depth)
{
	struct dhcpd_scope *inner = tree_new(d, sizeof(*inner));
	struct dhcpd_group *group = tree_new(d, sizeof(*group));

	if (inner == NULL || group == NULL)
		return;
	scope_begin(inner, s);
	if (t->now == TOKEN_WORD || t->now == TOKEN_TEXT) {
		if ((group->name = tree_text(d, t->text, t->n)) == NULL)
			return;
		group->scope = inner;
		group->next = d->group;
		d->group = group;
		tokens_next(t);
	}
	if (open_block(d, t, depth))
		block_take(d, t, inner, depth + 1);
}

static struct dhcpd_network *
network_new(struct dhcpd *d, struct dhcpd_scope *s)
{
	struct dhcpd_network *n = tree_new(d, sizeof(*n));

	if (n == NULL || (n->scope = tree_new(d, sizeof(*n->scope))) == NULL)
		return NULL;
	scope_begin(n->scope, s);
	n->scope->network = n;
	n->pool_end = &n->pool;
	n->next = d->network;
	d->network = n;
	return n;
}

static void
network_take(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_scope *s,
    unsigned from, int depth)
{
	struct dhcpd_network *n = network_new(d, s);

	if (n == NULL)
		return;
	n->from = from;
	/* Its name may have dots. */
	while (t->now == TOKEN_WORD || t->now == TOKEN_TEXT ||
	    token_mark(t, '.'))
		tokens_next(t);
	if (open_block(d, t, depth))
		block_take(d, t, n->scope, depth + 1);
}

/*
 * A subnet. Where it is in no shared-network it is a link of its own, and both
 * are one block; in one, what is around it is that network, whatever groups
 * are between them.
 */
static void
subnet_take(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_scope *s,
    unsigned from, int depth)
{
	struct dhcpd_subnet *subnet = tree_new(d, sizeof(*subnet));
	const int is_alone = s->network == NULL || s->subnet != NULL;

	if (subnet == NULL)
		return;
	subnet->network = is_alone ? network_new(d, s) : s->network;
	if (subnet->network == NULL)
		return;
	subnet->scope = is_alone ? subnet->network->scope :
	    tree_new(d, sizeof(*subnet->scope));
	if (subnet->scope == NULL)
		return;
	if (!is_alone)
		scope_begin(subnet->scope, subnet->network->scope);
	subnet->scope->subnet = subnet;
	subnet->from = from;
	if (option_address(d, t, &subnet->net) == -1 ||
	    !token_take(t, "netmask") ||
	    option_address(d, t, &subnet->mask) == -1) {
		imported_refuse(d->im, from, "subnet",
		    "has no address and netmask");
		statement_pass(t);
		return;
	}
	if ((subnet->net & subnet->mask) != subnet->net)
		imported_refuse(d->im, from, "subnet",
		    "has an address that its netmask cuts");
	*d->subnet_end = subnet;
	d->subnet_end = &subnet->next;
	if (open_block(d, t, depth))
		block_take(d, t, subnet->scope, depth + 1);
}

/* What is of another file, of IPv6, or of servers that know each other. */
static int
pass_over(struct dhcpd *d, struct dhcpd_tokens *t, unsigned from)
{
	static const char *const of_ipv6[] = { "subnet6", "pool6", "range6",
	    "prefix6", "fixed-address6", "fixed-prefix6" };
	static const char *const idle[] = { "authoritative", "failover",
	    "lease-id-format", "interface", "server-duid", "no" };

	for (size_t i = 0; i < sizeof(of_ipv6) / sizeof(of_ipv6[0]); i++)
		if (token_is(t, of_ipv6[i])) {
			imported_refuse(d->im, from, of_ipv6[i],
			    "is of IPv6");
			statement_pass(t);
			return 1;
		}
	for (size_t i = 0; i < sizeof(idle) / sizeof(idle[0]); i++)
		if (token_is(t, idle[i])) {
			statement_pass(t);
			token_take_mark(t, ';');
			return 1;
		}
	if (token_take(t, "include")) {
		imported_refuse(d->im, from, t->text,
		    "is another file: give them one after the other");
		statement_pass(t);
		return 1;
	}
	if (token_take(t, "not")) {
		if (!token_take(t, "authoritative"))
			statement_refuse(d, t);
		else
			statement_end(d, t, from, "authoritative");
		return 1;
	}
	return 0;
}

/* "server-identifier" is one of DHCP's options by another name. */
static void
server_identifier_take(struct dhcpd *d, struct dhcpd_tokens *t,
    struct dhcpd_scope *s, unsigned from)
{
	struct dhcpd_tokens as_option;

	tokens_begin(&as_option, "dhcp-server-identifier");
	as_option.rest = t->rest;
	as_option.line = t->line;
	as_option.from = from;
	*t = as_option;
	statement_take_option(d, t, s, from);
}

static void
declaration_take(struct dhcpd *d, struct dhcpd_tokens *t,
    struct dhcpd_scope *s, int depth)
{
	const unsigned from = t->from;

	if (token_take(t, "host"))
		host_take(d, t, s, from);
	else if (token_take(t, "group"))
		group_take(d, t, s, depth);
	else if (token_take(t, "shared-network"))
		network_take(d, t, s, from, depth);
	else if (token_take(t, "subnet"))
		subnet_take(d, t, s, from, depth);
	else if (token_take(t, "pool"))
		pool_take(d, t, s, from);
	else if (token_take(t, "class"))
		class_take(d, t, s, from, depth);
	else if (token_take(t, "subclass"))
		subclass_take(d, t, from, depth);
	else if (token_take(t, "vendor-class"))
		class_take_option(d, t, s, from, 60);
	else if (token_take(t, "user-class"))
		class_take_option(d, t, s, from, 77);
	else if (token_take(t, "range"))
		range_take(d, t, NULL, from);
	else if (token_is(t, "server-identifier"))
		server_identifier_take(d, t, s, from);
	else if (!pass_over(d, t, from))
		statement_take(d, t, s, depth);
}

static void
block_take(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_scope *s,
    int depth)
{
	while (!token_mark(t, '}') && !statement_cut(d, t))
		if (token_is(t, "range") && s->subnet != NULL) {
			const unsigned from = t->from;

			tokens_next(t);
			range_take(d, t, pool_of(d, s), from);
		} else
			declaration_take(d, t, s, depth);
	token_take_mark(t, '}');
}

void
blocks_take(struct dhcpd *d, const char *text)
{
	struct dhcpd_tokens t;

	for (tokens_begin(&t, text); t.now != TOKEN_END &&
	    t.now != TOKEN_CUT && !d->im->no_memory; )
		if (token_mark(&t, '}')) {
			statement_refuse(d, &t);
			token_take_mark(&t, '}');
		} else
			declaration_take(d, &t, &d->global, 0);
	if (t.now == TOKEN_CUT)
		statement_cut(d, &t);
}
