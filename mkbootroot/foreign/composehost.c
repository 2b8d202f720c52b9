/*
 * What a listed client is told, and what it inherits that it was not told.
 */
#include <arpa/inet.h>

#include "daemon/append.h"
#include "mkbootroot/foreign/agree.h"
#include "mkbootroot/foreign/composing.h"

/* The net of a host, by its address or that of another card of it. */
static const struct foreign_net *
net_of(const struct foreign *f, const struct foreign_host *host)
{
	const char *ip = host->ip != NULL ? host->ip : host->beside;
	const struct foreign_net *best = NULL;
	struct in_addr a;

	if (ip == NULL || inet_pton(AF_INET, ip, &a) != 1)
		return f->nets > 0 ? &f->net[0] : NULL;
	for (size_t i = 0; i < f->nets; i++)
		if (((ntohl(a.s_addr) ^ f->net[i].net) & f->net[i].mask) == 0 &&
		    (best == NULL || f->net[i].mask > best->mask))
			best = &f->net[i];
	return best;
}

/* Who is lent an address on no net of the file has no mask. */
static void
check_net(struct compose *c, const struct foreign_host *host,
    const struct foreign_net *net)
{
	if (net != NULL)
		return;
	if (c->f->nets > 0)
		imported_warn(c->im, host->from, host->ip, "is on no net of "
		    "this file: it is lent on any, and without a mask");
	else if (!c->netless)
		imported_warn(c->im, host->from, host->ip, "and others are lent "
		    "on any net, and without a mask: this file names none");
	c->netless = 1;
}

/* What its net or default says and it is not told, no word can take away. */
static void
compare_inherited(struct compose *c, const struct foreign_host *host,
    const struct foreign_net *net, const struct words *w)
{
	struct words around = { .files = 0 };

	if (net != NULL)
		around = c->net[net - c->f->net];
	words_inherit(&around, &c->im->others);
	if (words_boot(w)) {
		if (w->server.s_addr == 0 && around.server.s_addr != 0)
			imported_refuse(c->im, host->from, NULL, "this host was "
			    "told no server, and gets that of others");
		if (w->servername == NULL && around.servername != NULL)
			imported_refuse(c->im, host->from, NULL, "this host was "
			    "told no server name, and gets that of others");
	}
	if (host->ip == NULL)
		return;
	if (w->router.s_addr == 0 && around.router.s_addr != 0)
		imported_refuse(c->im, host->from, NULL, "this host was told no "
		    "router, and gets that of its net");
	if (w->dns_n == 0 && around.dns_n != 0)
		imported_refuse(c->im, host->from, NULL, "this host was told no "
		    "name server, and gets those of its net");
}

/* What it has of its net and of default where it says nothing. */
static struct words
around_net(const struct compose *c, const struct foreign_net *net)
{
	struct words around = c->net[net - c->f->net];

	words_inherit(&around, &c->im->others);
	return around;
}

/*
 * Whether the line of a host says on another net what it is told there: the file
 * is the line's. So is the server of one with ip=, whose net is that of its address
 * wherever it asks; of others it is that of the net if their own net has the same.
 */
static int
holds_there(const struct compose *c, const struct foreign_host *host,
    const struct foreign_net *own, const struct words *w,
    const struct foreign_net *net, const struct words *there)
{
	const struct words here = around_net(c, own), other = around_net(c, net);
	const struct words *of;

	if (w->ignore || there->ignore)
		return w->ignore == there->ignore;
	if (!agree_boot(w, there))
		return 0;
	if (!words_boot(w))
		return 1;
	of = host->ip == NULL && w->server.s_addr == here.server.s_addr ?
	    &other : w;
	if (there->server.s_addr != of->server.s_addr)
		return 0;
	of = host->ip == NULL && agree_text(w->servername, here.servername) ?
	    &other : w;
	return agree_text(there->servername, of->servername);
}

/*
 * One with an address has it on one net, and may come on another: its line holds
 * there, too. That is said once.
 */
static void
compare_elsewhere(struct compose *c, const struct foreign_host *host,
    const struct foreign_net *net, const struct words *w)
{
	struct words there;

	for (size_t i = 0; i < c->f->nets && net != NULL && !c->moves; i++) {
		if (&c->f->net[i] == net)
			continue;
		compose_ask(c, host, &c->f->net[i], &there);
		if (holds_there(c, host, net, w, &c->f->net[i], &there))
			continue;
		imported_warn(c->im, host->from, host->name != NULL ?
		    host->name : host->ip != NULL ? host->ip : host->beside,
		    "and other hosts with an address may be told something "
		    "else on another net; here they are told the same on all");
		c->moves = 1;
	}
}

/* One without an address, and nets where it gets silence. That is said once. */
static void
compare_silence(struct compose *c, const struct foreign_host *host,
    const struct words *w)
{
	size_t i = 0;

	if (c->quiet || w->ignore)
		return;
	while (i < c->f->nets && !c->there[i].ignore)
		i++;
	if (i == c->f->nets)
		return;
	/* It is no text of the file, and has no quotes. */
	imported_warn(c->im, host->from, host->name, host->name != NULL ?
	    "and other hosts without an address may get silence on another "
	    "net; here they are answered on all" : "this host and other hosts "
	    "without an address may get silence on another net; here they are "
	    "answered on all");
	c->quiet = 1;
}

/* The line that says it there, if that is not what w has. */
static void
name_server(struct compose *c, const struct foreign_host *host,
    const struct words *there, const struct words *w)
{
	unsigned from = there->server_from;

	if (there->server.s_addr == w->server.s_addr)
		from = there->servername_from;
	imported_refuse(c->im, from != 0 ? from : host->from, NULL, "the server "
	    "of a host without an address depends on its net");
}

/*
 * One without an address of its own may be on any net. A server that is that of
 * each net is the net's.
 */
static void
ask_everywhere(struct compose *c, const struct foreign_host *host,
    struct words *w)
{
	struct words *there;
	int is_of_net = 1, is_one = 1;

	for (size_t i = 0; i < c->f->nets; i++) {
		there = &c->there[i];
		compose_ask(c, host, &c->f->net[i], there);
		if (i == 0)
			*w = *there;
		else
			agree_with(w, there);
		if (there->ignore)
			continue;
		compare_inherited(c, host, &c->f->net[i], there);
		is_of_net &= there->server.s_addr == c->net[i].server.s_addr &&
		    agree_text(there->servername, c->net[i].servername);
		is_one &= there->server.s_addr == w->server.s_addr &&
		    agree_text(there->servername, w->servername);
	}
	for (size_t i = 0; i < c->f->nets; i++) {
		there = &c->there[i];
		if (there->ignore)
			continue;
		compose_name(c, there, w);
		/* Where strangers are told the same it is named already. */
		if (!c->net[i].ignore && agree_boot(there, &c->net[i]))
			continue;
		if (!is_of_net && !is_one)
			name_server(c, host, there, w);
	}
	compare_silence(c, host, w);
	if (is_of_net) {
		w->server = c->im->others.server;
		w->servername = c->im->others.servername;
	}
}

void
compose_host(struct compose *c, const struct foreign_host *host)
{
	const struct foreign_net *net = net_of(c->f, host);
	char who[IMPORTED_WHO_SIZE];
	struct append a = { .buf = who, .size = sizeof(who) };
	struct words w;

	if (host->ip == NULL && c->f->nets > 1 &&
	    (host->beside == NULL || net == NULL)) {
		ask_everywhere(c, host, &w);
	} else {
		compose_ask(c, host, net, &w);
		if (!w.ignore && host->ip != NULL)
			check_net(c, host, net);
		if (!w.ignore)
			compare_inherited(c, host, net, &w);
		compare_elsewhere(c, host, net, &w);
	}
	if (host->octets == 6) {
		/* Who is told nothing is not lent its address either. */
		imported_client(c->im, host->from, host->mac, host->name,
		    w.ignore ? NULL : host->ip, &w);
		return;
	}
	for (int i = 0; i < host->octets; i++)
		append(&a, "%02x:", host->mac[i]);
	append(&a, "*");
	imported_prefix(c->im, host->from, who, &w);
	if (host->name != NULL || host->ip != NULL)
		imported_refuse(c->im, host->from, who,
		    "is of several clients: no name, no address");
}

void
compose_again(struct compose *c, const struct foreign_host *host,
    const struct foreign_host *own)
{
	const struct foreign_net *net = net_of(c->f, own);
	struct words w, there;

	compose_ask(c, own, net, &w);
	for (size_t i = 0; i < c->f->nets; i++) {
		if (&c->f->net[i] == net)
			continue;
		compose_ask(c, host, &c->f->net[i], &there);
		if (there.ignore == w.ignore && (w.ignore ||
		    (agree_boot(&there, &w) &&
		    there.server.s_addr == w.server.s_addr &&
		    agree_text(there.servername, w.servername))))
			continue;
		imported_refuse(c->im, host->from, NULL, "this card is told "
		    "something else here than with its address: import-hosts "
		    "writes what boots by client, not by net");
		return;
	}
}
