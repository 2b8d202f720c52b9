/*
 * Our addresses on a link, where it has several. Pure.
 */
#include "dhcp-helper/facing.h"

const struct interface_address *
facing_in_net(const struct interface *i, struct in_addr a)
{
	const struct interface_address *found = NULL;
	size_t k;

	for (k = 0; k < i->all_n; k++) {
		const struct interface_address *own = &i->all[k];

		if (own->netmask.s_addr != 0 && ((own->address.s_addr ^
		    a.s_addr) & own->netmask.s_addr) == 0 && (found == NULL ||
		    ntohl(own->netmask.s_addr) > ntohl(found->netmask.s_addr)))
			found = own;
	}
	return found;
}

int
facing_has(const struct interface *i, struct in_addr a)
{
	size_t k;

	for (k = 0; k < i->all_n; k++)
		if (i->all[k].address.s_addr == a.s_addr)
			return 1;
	return i->address.s_addr == a.s_addr;
}

int
facing_is_named(const struct message *m, const struct decision *d,
    const struct interface *via)
{
	return m->server_id.s_addr == d->server_id.s_addr ||
	    (!m->has_relay_server_id && facing_has(via, m->server_id));
}

void
facing_choose(const struct message *m, const struct decision *d,
    struct interface *via)
{
	const struct interface_address *own = NULL;

	if (via->is_used || m->giaddr.s_addr != 0)
		return;
	if (d->found && d->client.has_ip)
		own = facing_in_net(via, d->client.ip);
	if (own == NULL && message_address(m).s_addr != 0)
		own = facing_in_net(via, m->ciaddr);
	if (own == NULL)
		return;
	via->address = own->address;
	via->netmask = own->netmask;
}
