/*
 * Where a datagram came from, and which address is ours there. ioctl(2) on
 * the inherited socket answers unprivileged and inside a sandbox that has
 * no socket(2).
 */
#include <bsd/string.h>
#include <string.h>
#include <sys/ioctl.h>

#include "dhcp-helper/interface.h"
#include "net/answerable.h"

static int
ask(int fd, unsigned long what, const char *name, struct ifreq *r)
{
	memset(r, 0, sizeof(*r));
	strlcpy(r->ifr_name, name, sizeof(r->ifr_name));
	return ioctl(fd, what, r) == 0;
}

static struct in_addr
answer_address(const struct ifreq *r)
{
	struct sockaddr_in in;

	memcpy(&in, &r->ifr_addr, sizeof(in));
	return in.sin_addr;
}

/* SIOCGIFCONF names an interface once for each of its addresses. Returns how
 * many; -1: errno. */
static int
ask_all(int fd, struct ifreq all[INTERFACE_MAX])
{
	struct ifconf c;

	memset(&c, 0, sizeof(c));
	c.ifc_len = (int)sizeof(all[0]) * INTERFACE_MAX;
	c.ifc_req = all;
	return ioctl(fd, SIOCGIFCONF, &c) == -1 ? -1 :
	    c.ifc_len / (int)sizeof(all[0]);
}

static void
take_one(int fd, struct ifreq *r, struct interface_address *a)
{
	a->address = answer_address(r);
	a->netmask.s_addr = 0;
	if (ioctl(fd, SIOCGIFNETMASK, r) == 0)
		a->netmask = answer_address(r);
}

/* Also of the labels that old tools give to more addresses, eth0:1. With the
 * address in it, the kernel answers for that one of many. */
static void
take_all(int fd, struct interface *i)
{
	const size_t length = strlen(i->name);
	struct ifreq all[INTERFACE_MAX];
	int k, n = ask_all(fd, all);

	for (k = 0; k < n && i->all_n < INTERFACE_ADDRESSES; k++)
		if (strncmp(all[k].ifr_name, i->name, length) == 0 &&
		    (all[k].ifr_name[length] == '\0' ||
		    all[k].ifr_name[length] == ':'))
			take_one(fd, &all[k], &i->all[i->all_n++]);
}

int
interface_by_name(int fd, const char *name, struct interface *i)
{
	struct ifreq r;

	memset(i, 0, sizeof(*i));
	if (strlen(name) >= sizeof(i->name) ||
	    !ask(fd, SIOCGIFINDEX, name, &r))
		return 0;
	i->index = (unsigned)r.ifr_ifindex;
	strlcpy(i->name, name, sizeof(i->name));
	if (ask(fd, SIOCGIFADDR, name, &r))
		i->address = answer_address(&r);
	if (ask(fd, SIOCGIFNETMASK, name, &r))
		i->netmask = answer_address(&r);
	take_all(fd, i);
	return 1;
}

/* As interface_by_name(), by its number. */
static int
interface_by_index(int fd, unsigned index, struct interface *i)
{
	struct ifreq r;

	memset(&r, 0, sizeof(r));
	r.ifr_ifindex = (int)index;
	if (ioctl(fd, SIOCGIFNAME, &r) == -1)
		return 0;
	return interface_by_name(fd, r.ifr_name, i);
}

void
interface_turn_begin(struct interface_turn *t, int fd)
{
	t->fd = fd;
	t->link.index = 0;
	t->nets = -1;
}

/* The nets that this host is on. */
static void
ask_nets(struct interface_turn *t)
{
	struct ifreq all[INTERFACE_MAX];
	int i, n = ask_all(t->fd, all);
	struct interface_address *net;

	t->nets = 0;
	/* With the address in it, the kernel answers for that one of many. */
	for (i = 0; i < n; i++) {
		net = &t->net[t->nets];
		net->address = answer_address(&all[i]);
		if (ioctl(t->fd, SIOCGIFNETMASK, &all[i]) == -1)
			continue;
		net->netmask = answer_address(&all[i]);
		t->nets++;
	}
}

int
interface_answerable(struct interface_turn *t, struct in_addr a)
{
	int i;

	if (t->nets == -1)
		ask_nets(t);
	for (i = 0; i < t->nets; i++)
		if (!answerable_in_net(a, t->net[i].address,
		    t->net[i].netmask))
			return 0;
	return 1;
}

int
interface_is_ours(struct interface_turn *t, struct in_addr a)
{
	int i;

	if (t->nets == -1)
		ask_nets(t);
	for (i = 0; i < t->nets; i++)
		if (t->net[i].address.s_addr == a.s_addr)
			return 1;
	return 0;
}

static int
is_usable(int fd, const char *name)
{
	const int want = IFF_UP | IFF_RUNNING | IFF_BROADCAST;
	struct ifreq r;

	return ask(fd, SIOCGIFFLAGS, name, &r) &&
	    (r.ifr_flags & want) == want && !(r.ifr_flags & IFF_LOOPBACK);
}

/*
 * The interfaces that clients can be on: up, running, with broadcasts and an
 * address of ours, and not the loopback. Returns how many, at most max; -1: errno.
 */
static int
interface_list(int fd, struct interface *list, int max)
{
	struct ifreq all[INTERFACE_MAX];
	int i, j, n = 0, count = ask_all(fd, all);

	if (count == -1)
		return -1;
	for (i = 0; i < count && n < max; i++) {
		if (!is_usable(fd, all[i].ifr_name) ||
		    !interface_by_name(fd, all[i].ifr_name, &list[n]))
			continue;
		for (j = 0; j < n && list[j].index != list[n].index; j++)
			;
		if (j == n)
			n++;
	}
	return n;
}

/* Our address that the datagram was sent to; 0.0.0.0 if it is not known. */
static struct in_addr
address_used(const struct datagram *d)
{
	struct in_addr none = { 0 };

	if (d->local.sa.sa_family == AF_INET)
		return d->local.in.sin_addr;
	/* A datagram without its interface still has its destination. */
	if (d->to.sa.sa_family == AF_INET &&
	    d->to.in.sin_addr.s_addr != INADDR_BROADCAST &&
	    !IN_MULTICAST(ntohl(d->to.in.sin_addr.s_addr)))
		return d->to.in.sin_addr;
	return none;
}

/*
 * Whether a datagram to that address came to this interface: it is one of
 * ours there, which is to answer, or that of the subnet's broadcasts, which
 * cannot.
 */
static int
take_address(struct interface *i, struct in_addr used)
{
	size_t k;

	if ((i->address.s_addr | ~i->netmask.s_addr) == used.s_addr)
		return 1;
	for (k = 0; k < i->all_n; k++)
		if (i->all[k].address.s_addr == used.s_addr) {
			i->address = used;
			i->netmask = i->all[k].netmask;
			return 1;
		}
	return 0;
}

/*
 * The one of n interfaces that an address belongs to; else one of which
 * nothing but the address is known.
 */
static struct interface
with_address(struct interface *list, int n, struct in_addr address)
{
	struct interface nameless = { .address = address, .name = "-" };
	int i;

	for (i = 0; i < n; i++)
		if (take_address(&list[i], address))
			return list[i];
	return nameless;
}

/* Our address of a datagram that came to this interface. */
static void
use_address(struct interface *i, const struct datagram *d,
    struct in_addr used)
{
	if (used.s_addr == 0)
		return;
	if (!take_address(i, used))
		i->address = used;
	i->is_used = d->to.sa.sa_family == AF_INET &&
	    d->to.in.sin_addr.s_addr == i->address.s_addr;
}

/* The interface of a number, which the turn may know already. */
static int
link_of(struct interface_turn *t, unsigned index, struct interface *i)
{
	if (t->link.index != index &&
	    !interface_by_index(t->fd, index, &t->link)) {
		t->link.index = 0;
		return 0;
	}
	*i = t->link;
	return 1;
}

int
interface_of(struct interface_turn *t, const struct datagram *d,
    const char *only, struct interface *list, int max)
{
	struct in_addr used = address_used(d);
	int n;

	if (d->ifindex != 0) {
		if (!link_of(t, d->ifindex, &list[0])) {
			list[0] = with_address(NULL, 0, used);
			list[0].index = d->ifindex;
		}
		use_address(&list[0], d, used);
		return only == NULL || strcmp(only, list[0].name) == 0;
	}
	if (only != NULL) {
		if ((n = interface_by_name(t->fd, only, &list[0])) == 1)
			use_address(&list[0], d, used);
		return n;
	}
	n = interface_list(t->fd, list, max);
	if (used.s_addr == 0)
		return n == -1 ? 0 : n;
	list[0] = with_address(list, n, used);
	use_address(&list[0], d, used);
	return 1;
}
