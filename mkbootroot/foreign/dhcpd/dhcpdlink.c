/*
 * Links with several nets, and hosts on other links than that of their address:
 * what dhcpd does there, and clients(5) cannot say.
 */
#include "mkbootroot/foreign/dhcpd/dhcpdcontrol.h"
#include "mkbootroot/foreign/dhcpd/dhcpdlink.h"

static int
is_inside(const struct dhcpd_scope *s, const struct dhcpd_scope *block)
{
	while (s != NULL && s != block)
		s = s->up;
	return s != NULL;
}

void
link_name_shared(struct dhcpd *d, const struct dhcpd_host *h, uint32_t address)
{
	const struct dhcpd_subnet *own = subnet_with(d, NULL, address), *s;
	struct dhcpd_network *n;
	int others = 0;

	if (own == NULL)
		return;
	n = own->network;
	for (s = d->subnet; s != NULL; s = s->next)
		others |= s != own && s->network == n;
	if (!others)
		return;
	imported_warn(d->im, is_inside(&h->scope, n->scope) ? n->from :
	    h->from, "shared-network", "has several nets, and the ip= of a "
	    "host is lent on its own only");
}

/* Whether a block says anything about booting, or one around it. */
static int
says_words(const struct dhcpd *d, const struct dhcpd_scope *s)
{
	for (; s != NULL && s != &d->global; s = s->up)
		if (statement_matters(d, s->first))
			return 1;
	return 0;
}

/* Whether its card stands without an address, too, for all other links. */
static int
stands_free(const struct dhcpd *d, const struct dhcpd_host *h)
{
	const struct dhcpd_host *const *with;
	size_t n = hosts_with(d, h->mac, &with);

	for (size_t i = 0; i < n; i++)
		if (with[i]->address == NULL)
			return 1;
	return 0;
}

/*
 * A host with an address is none to dhcpd on another link. Said once, if there
 * are other links, and it has words, of its own or of its net.
 */
static void
name_bound(struct dhcpd *d)
{
	const struct dhcpd_network *first = d->network;
	const struct dhcpd_subnet *own;
	const struct dhcpd_host *h;

	if (first == NULL || first->next == NULL)
		return;
	for (h = d->host; h != NULL; h = h->next) {
		if (!h->has_mac || h->address == NULL || stands_free(d, h))
			continue;
		own = subnet_with(d, NULL, h->address->address);
		if (!says_words(d, &h->scope) && (own == NULL ||
		    !says_words(d, own->scope)))
			continue;
		imported_warn(d->im, h->from, h->name, "and other hosts with "
		    "an address have their words on their own net only; here "
		    "they have them on all");
		return;
	}
}

/*
 * Whose address comes from a pool may get it from any net of its link, with the
 * words of that net.
 */
static void
name_mixed(struct dhcpd *d)
{
	const struct dhcpd_subnet *s;
	const struct dhcpd_network *n;
	int nets, words;

	for (n = d->network; n != NULL; n = n->next) {
		nets = words = 0;
		for (s = d->subnet; s != NULL; s = s->next) {
			if (s->network != n)
				continue;
			nets++;
			words |= statement_matters(d, s->scope->first);
		}
		if (nets > 1 && words)
			imported_warn(d->im, n->from, "shared-network", "has "
			    "several nets: clients without ip= may have been "
			    "told the words of any of them");
	}
}

void
links_name(struct dhcpd *d)
{
	name_bound(d);
	name_mixed(d);
}
