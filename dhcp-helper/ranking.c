/*
 * The network finds out who is alive: whoever has rank 0 answers at once, and a
 * client whose first server is away hears of the next a moment later.
 */
#include "dhcp-helper/facing.h"
#include "dhcp-helper/ranking.h"
#include "net/answerable.h"

static int
is_ours(const struct facts *f, struct in_addr a)
{
	return f->is_ours != NULL && !answerable_by_itself(a) &&
	    f->is_ours(f->is_ours_of, a);
}

/* The first of the list that is ours; servers_n: none is. */
static size_t
find_us(const struct facts *f, const struct interface *via,
    const struct client *c)
{
	size_t i;

	for (i = 0; i < c->servers_n; i++)
		if (c->servers[i].s_addr != 0 &&
		    facing_has(via, c->servers[i]))
			return i;
	for (i = 0; i < c->servers_n; i++)
		if (is_ours(f, c->servers[i]))
			return i;
	return i;
}

/* Answers from the address of the list, where the client can reach it. */
static void
answer_from(const struct message *m, const struct client *c,
    struct in_addr server, struct interface *via)
{
	const struct interface_address *facing;

	if (via->is_used || m->giaddr.s_addr != 0)
		return;
	facing = c->has_ip ? facing_in_net(via, c->ip) : NULL;
	for (size_t i = 0; i < via->all_n; i++)
		if (via->all[i].address.s_addr == server.s_addr &&
		    (facing == NULL || ((facing->address.s_addr ^
		    server.s_addr) & facing->netmask.s_addr) == 0)) {
			via->address = server;
			via->netmask = via->all[i].netmask;
			return;
		}
}

void
ranking_take(const struct message *m, const struct facts *f,
    struct interface *via, struct decision *d)
{
	struct client *c = &d->client;
	size_t rank;

	if (!d->found || c->servers_n == 0)
		return;
	d->is_ranked = 1;
	rank = find_us(f, via, c);
	d->is_listed = rank < c->servers_n;
	if (!d->is_listed)
		return;
	d->rank = (unsigned)rank;
	/* As if the map named this one alone. */
	c->server = c->servers[rank];
	c->has_server = 1;
	answer_from(m, c, c->server, via);
}

int
ranking_has(const struct client *c, struct in_addr server)
{
	for (size_t i = 0; i < c->servers_n; i++)
		if (c->servers[i].s_addr == server.s_addr)
			return 1;
	return 0;
}

/*
 * Whether nobody but us will answer: the client names us, or has written to our
 * address. A relay writes to all servers, and one that names itself as the server
 * (82.11) has the client name all of them.
 */
static int
asks_us(const struct message *m, const struct facts *f)
{
	if (m->type == MESSAGE_DISCOVER || m->type == MESSAGE_BOOTP)
		return m->giaddr.s_addr == 0 && f->via->is_used;
	return (m->giaddr.s_addr == 0 && f->via->is_used) ||
	    (m->has_server_id && !m->has_relay_server_id &&
	    facing_has(f->via, m->server_id));
}

unsigned
ranking_wait_ms(const struct message *m, const struct facts *f,
    const struct decision *d)
{
	unsigned repeats = f->repeats;

	if (!d->is_ranked || asks_us(m, f))
		return 0;
	/* Who has waited for seconds has asked before, if not of us. */
	if (repeats == 0 && m->secs > 0)
		repeats = 1;
	if (repeats > RANKING_REPEATS_MAX)
		repeats = RANKING_REPEATS_MAX;
	return d->rank * d->client.rank_delay_ms >> repeats;
}
