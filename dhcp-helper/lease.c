/*
 * Static addresses. There are no leases to remember: the map says who has
 * which address, today as tomorrow. Pure.
 */
#include <arpa/inet.h>
#include <stdint.h>
#include <string.h>

#include "dhcp-helper/facing.h"
#include "dhcp-helper/lease.h"
#include "dhcp-helper/ranking.h"

#define LEASE_DEFAULT_S (24 * 60 * 60)

struct in_addr
lease_link(const struct message *m, const struct interface *via)
{
	if (m->has_relay_link)
		return m->relay_link;
	if (m->giaddr.s_addr != 0)
		return m->giaddr;
	return message_address(m).s_addr != 0 ? m->ciaddr : via->address;
}

/* No router forwards what is to all hosts of a link, or from 0.0.0.0, which the
 * kernel takes with such broadcasts alone. */
int
lease_from_link(const union address *from, const union address *to)
{
	return from->in.sin_addr.s_addr == htonl(INADDR_ANY) ||
	    (to->sa.sa_family == AF_INET &&
	    to->in.sin_addr.s_addr == htonl(INADDR_BROADCAST));
}

/* The mask of a net of the map; 0.0.0.0: there is no net. */
static struct in_addr
net_mask(const struct record *net)
{
	unsigned char bytes[MAP_KEY_MAX];
	struct in_addr mask = { 0 };
	unsigned length;

	if (net->bytes != NULL &&
	    map_key_bytes(net->key, net->key_n, bytes) == 5 &&
	    (length = bytes[4]) >= 1 && length <= 32)
		mask.s_addr = htonl(UINT32_MAX << (32 - length));
	return mask;
}

static int
is_same_net(struct in_addr a, struct in_addr b, struct in_addr mask)
{
	return ((a.s_addr ^ b.s_addr) & mask.s_addr) == 0;
}

/*
 * Whether the client is where its address is. Its net and that of its link
 * must be one, or one inside of the other, or we have an address in its net
 * on that link; without two nets in the map there is nothing that could
 * disagree.
 */
static int
is_on_link(const struct message *m, const struct facts *f,
    const struct client *c)
{
	struct in_addr link = lease_link(m, f->via);
	struct in_addr mask = net_mask(&c->net_record);
	struct record net;
	size_t i;

	if (c->net_record.bytes == NULL ||
	    client_net(f->map, link, &net) != 1)
		return 1;
	for (i = 0; i < f->via->all_n && m->giaddr.s_addr == 0; i++)
		if (is_same_net(f->via->all[i].address, c->ip, mask))
			return 1;
	return is_same_net(link, c->ip, net_mask(&net)) ||
	    is_same_net(link, c->ip, mask);
}

/* The mask of the client's net, as our addresses on its link have it. */
static struct in_addr
link_mask(const struct interface *via, struct in_addr client)
{
	const struct interface_address *own = facing_in_net(via, client);
	static const struct in_addr none;

	if (own != NULL)
		return own->netmask;
	/* That of another net would be no more than a guess. */
	return via->all_n > 0 ? none : via->netmask;
}

/*
 * What the client needs with its address. The mask is that of its net in the
 * map, else that of the link, if we have an address in its net there; behind a
 * relay we do not know it.
 */
static void
give_address(const struct message *m, const struct facts *f,
    struct decision *d)
{
	d->gives_address = 1;
	d->gives_lease = m->type != MESSAGE_BOOTP &&
	    m->type != MESSAGE_INFORM;
	d->lease_s = d->client.has_lease ? d->client.lease_s :
	    LEASE_DEFAULT_S;
	d->netmask = net_mask(&d->client.net_record);
	if (d->netmask.s_addr == 0 && m->giaddr.s_addr == 0)
		d->netmask = link_mask(f->via, d->client.ip);
	if (d->netmask.s_addr == 0 && (m->giaddr.s_addr != 0 ||
	    f->via->all_n > 0))
		d->hint = "no-netmask";
}

/*
 * A REQUEST (RFC 2131 section 4.3.2). With 54 it chooses one of the offers;
 * without it is of a client that has an address already, of ours or not,
 * and asks whether that is still right: after a start in 50, to renew in
 * ciaddr.
 */
static enum silence
request(const struct message *m, const struct facts *f, struct decision *d)
{
	struct in_addr asked = m->has_requested_address ?
	    m->requested_address : m->ciaddr;

	if (m->has_server_id && m->server_id.s_addr != d->server_id.s_addr) {
		if (!ranking_has(&d->client, m->server_id))
			d->hint = "other-server";
		return SILENCE_NOT_FOR_US;
	}
	if (!is_on_link(m, f, &d->client))
		return SILENCE_OTHER_SUBNET;
	/* A relay can give all servers one name: then it may not be us. */
	if (asked.s_addr == 0 || (asked.s_addr != d->client.ip.s_addr &&
	    m->has_server_id && m->has_relay_server_id))
		return SILENCE_OTHER_ADDRESS;
	if (asked.s_addr != d->client.ip.s_addr) {
		d->answer = ANSWER_NAK;
		return SILENCE_NOT;
	}
	/* Who has the address may keep it: the other host is the intruder. */
	if (m->ciaddr.s_addr == 0 && f->conflicts != NULL &&
	    conflict_has(f->conflicts, asked, f->now_ms))
		return SILENCE_CONFLICT;
	give_address(m, f, d);
	d->answer = ANSWER_ACK;
	return SILENCE_NOT;
}

/* What one of several servers has given, all of them give. */
static int
is_of_ours(const struct message *m, const struct decision *d)
{
	return m->has_server_id && (m->server_id.s_addr ==
	    d->server_id.s_addr || ranking_has(&d->client, m->server_id));
}

/*
 * Believed of the client's own link alone, where it is a broadcast: through a
 * relay, or what is said to be one, the whole network could take the addresses
 * of our clients away.
 */
static enum silence
decline(const struct message *m, const struct facts *f, struct decision *d)
{
	if (!is_of_ours(m, d) || !m->has_requested_address ||
	    m->requested_address.s_addr != d->client.ip.s_addr)
		return SILENCE_NOT_FOR_US;
	if (!f->from_link || m->giaddr.s_addr != 0 || m->ciaddr.s_addr != 0 ||
	    m->has_relay_link || !is_on_link(m, f, &d->client))
		return SILENCE_DECLINED_ELSEWHERE;
	d->conflict = 1;
	return SILENCE_CONFLICT;
}

static enum silence
offer(const struct message *m, const struct facts *f, struct decision *d,
    enum decision_answer answer)
{
	if (!is_on_link(m, f, &d->client))
		return SILENCE_OTHER_SUBNET;
	if (f->conflicts != NULL &&
	    conflict_has(f->conflicts, d->client.ip, f->now_ms))
		return SILENCE_CONFLICT;
	give_address(m, f, d);
	d->answer = answer;
	return SILENCE_NOT;
}

/*
 * Whether BOOTP's sname is empty, or what we have written or would write
 * there (RFC 951 section 7.3: it may name the server that it wants).
 */
static int
is_named(const struct message *m, const struct facts *f,
    const struct client *c)
{
	const struct in_addr server = c->has_server ? c->server :
	    f->via->address;
	char address[INET_ADDRSTRLEN];

	if (m->sname[0] == '\0')
		return 1;
	if (c->servername != NULL)
		return strcmp(m->sname, c->servername) == 0;
	return inet_ntop(AF_INET, &server, address, sizeof(address)) != NULL &&
	    strcmp(m->sname, address) == 0;
}

enum silence
lease_decide(const struct message *m, const struct facts *f,
    struct decision *d)
{
	switch (m->type) {
	case MESSAGE_BOOTP:
		if (!is_named(m, f, &d->client))
			return SILENCE_NOT_FOR_US;
		return offer(m, f, d, ANSWER_BOOTP);
	case MESSAGE_DISCOVER:
		return offer(m, f, d, ANSWER_OFFER);
	case MESSAGE_REQUEST:
		return request(m, f, d);
	case MESSAGE_DECLINE:
		return decline(m, f, d);
	case MESSAGE_RELEASE:
		return m->has_server_id &&
		    m->server_id.s_addr == d->server_id.s_addr ?
		    SILENCE_RELEASED : SILENCE_NOT_FOR_US;
	case MESSAGE_INFORM:
		if (m->ciaddr.s_addr == 0)
			return SILENCE_NO_CIADDR;
		give_address(m, f, d);
		d->answer = ANSWER_ACK;
		return SILENCE_NOT;
	default:
		return SILENCE_NOT_FOR_US;
	}
}
