/*
 * What a client is lent: router, name servers, time; and what dnsmasq tells of
 * itself beside that.
 */
#include <arpa/inet.h>
#include <string.h>

#include "mkbootroot/foreign/dnsmasq/dnsmasqtell.h"

/*
 * The line that stands for what dnsmasq tells by itself: that of the range, else
 * the first that says anything to all, else the first that is of no host; 0: the
 * file is of hosts alone, and the rest is elsewhere.
 */
static unsigned
own_line(const struct question *q)
{
	const struct dnsmasq *c = q->c;
	const struct dnsmasq_option *o;
	const struct entry *e = NULL;

	if (q->range != NULL)
		e = q->range->e;
	else if (c->boots.list.n > 0)
		e = c->boots.list.item[0];
	else if (c->options.n > 0) {
		o = c->options.item[0];
		e = o->e;
	}
	for (size_t i = 0; i < c->entries.n && e == NULL; i++) {
		e = c->entries.item[i];
		if (e->key == NULL || strcmp(e->key, "dhcp-host") == 0)
			e = NULL;
	}
	return e != NULL ? e->from : 0;
}

/*
 * Names what dnsmasq tells of itself, where the file says nothing: the addresses
 * of its interface, and its mask.
 */
static void
name_own(const struct question *q)
{
	const struct foreign_host *who = q->who.asker->host;
	const struct dnsmasq_host *h = q->who.host;
	const unsigned from = own_line(q);
	struct imported *im = q->c->im;

	if (who == NULL || who->ip == NULL || h == NULL || h->address == 0)
		return;
	if (h->lease_s == UINT32_MAX)
		imported_refuse(im, h->e->from, "infinite",
		    "is not a lease time of clients(5)");
	if (from == 0)
		return;
	if (option_of(q, TOLD_ROUTER) == NULL)
		imported_refuse(im, from, "router",
		    "is dnsmasq's own address, unless dhcp-option=3 names "
		    "another");
	if (option_of(q, TOLD_DNS) == NULL && !q->c->has_no_dns)
		imported_refuse(im, from, "dns",
		    "is dnsmasq's own address, unless dhcp-option=6 names "
		    "another");
	if (q->who.asker->net == NULL)
		imported_refuse(im, from, "netmask",
		    "is not known: clients behind a relay are told none");
}

void
tell_lending(const struct question *q)
{
	struct told *told = q->told;
	const struct dnsmasq_host *h = q->who.host;
	const struct dnsmasq_option *o;

	name_own(q);
	if ((o = option_of(q, TOLD_ROUTER)) != NULL && o->addresses > 0)
		tell_address(q, o->e, o->address[0], "router", &told->router,
		    &told->router_from);
	for (size_t i = 1; o != NULL && i < o->addresses; i++)
		imported_refuse(q->c->im, o->e->from, inet_ntoa(o->address[i]),
		    "is a second router");
	o = option_of(q, TOLD_DNS);
	for (size_t i = 0; o != NULL && i < o->addresses; i++) {
		told->dns[told->dns_n].s_addr = 0;
		tell_address(q, o->e, o->address[i], "name server",
		    &told->dns[told->dns_n], &told->dns_from);
		told->dns_n += told->dns[told->dns_n].s_addr != 0;
	}
	if (o != NULL && o->more != NULL)
		imported_refuse(q->c->im, o->e->from, o->more,
		    "is a fifth name server");
	told->lease_s = h != NULL && h->lease_s != 0 ? h->lease_s :
	    q->range != NULL ? q->range->lease_s : 0;
	if (told->lease_s == UINT32_MAX)
		told->lease_s = 0;	/* no word says that it never ends */
}
