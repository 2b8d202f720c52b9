/*
 * Lines of answers: default is what strangers are told, a net its server and what
 * its hosts are lent, a host what is its own.
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "foreign/agree.h"
#include "foreign/answers.h"

struct compose {
	const struct foreign *f;
	struct imported *im;
	struct words *net;	/* what strangers are told there, f->nets */
	unsigned *line;		/* those that name a boot file, in order */
	unsigned char *told;	/* whether anybody is told it */
	size_t lines;
	int netless;		/* that no net is named has been said */
};

static int
by_number(const void *a, const void *b)
{
	const unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

	return (x > y) - (x < y);
}

static void
note_line(struct compose *c, unsigned from)
{
	const unsigned *found = c->lines == 0 ? NULL : bsearch(&from, c->line,
	    c->lines, sizeof(*c->line), by_number);

	if (found != NULL)
		c->told[found - c->line] = 1;
}

/* What a client is told on a net, as words. */
static void
ask(struct compose *c, const struct foreign_host *host,
    const struct foreign_net *net, struct words *w)
{
	struct answers all;

	answers_ask(c->f, host, net, &all);
	for (size_t i = 0; i < KINDS; i++) {
		const struct told *t = &all.told[i];

		if (t->is_silent)
			continue;
		note_line(c, t->file_from);
		note_line(c, t->server_from);
		note_line(c, t->servername_from);
	}
	answers_words(c->im, &all, w);
	w->ignore = answers_silent(&all, &w->silent_from);
}

/* Names what of a list is not told on all nets. */
static int
name_some(struct compose *c, const struct imported_file *list, size_t n,
    const struct imported_file *all, size_t all_n)
{
	int any = 0;

	for (size_t i = 0; i < n; i++) {
		if (agree_text(list[i].path, words_find(all, all_n,
		    list[i].arch)))
			continue;
		imported_refuse(c->im, list[i].from, list[i].path,
		    "is told on some nets only: clients(5) says what boots by "
		    "client, not by net");
		any = 1;
	}
	return any;
}

static int
name_differing(struct compose *c, const struct words *there,
    const struct words *all)
{
	const int files = name_some(c, there->file, there->files, all->file,
	    all->files), ipxes = name_some(c, there->ipxe_of, there->ipxes_of,
	    all->ipxe_of, all->ipxes_of);

	return files || ipxes;
}

/*
 * Default boots what strangers are told on all nets: a net cannot say what it
 * boots, and what one is told is not for others.
 */
static void
compare_nets(struct compose *c)
{
	const struct foreign *f = c->f;
	struct words *others = &c->im->others;

	for (size_t i = 0; i < f->nets; i++) {
		if (!c->net[i].ignore)
			name_differing(c, &c->net[i], others);
		else if (!others->ignore && words_boot(others))
			imported_refuse(c->im, c->net[i].silent_from != 0 ?
			    c->net[i].silent_from : f->net[i].from, NULL,
			    "clients that are not listed get silence on this "
			    "net, and here what default says: clients(5) says "
			    "what boots by client, not by net");
	}
}

/* Their servers are those of the nets, unless it is one for all. */
static void
take_common_server(struct compose *c)
{
	struct words *others = &c->im->others;

	for (size_t i = 0; i < c->f->nets; i++) {
		if (c->net[i].server.s_addr != others->server.s_addr)
			others->server.s_addr = 0;
		if (!agree_text(c->net[i].servername, others->servername))
			others->servername = NULL;
	}
	others->router.s_addr = 0;
	others->dns_n = 0;
	others->lease_s = 0;
}

/* What strangers are told is default's and the nets'. */
static void
write_nets(struct compose *c)
{
	const struct foreign *f = c->f;
	struct words *others = &c->im->others, w;
	size_t i;

	if (f->nets == 0) {
		ask(c, NULL, NULL, others);
		return;
	}
	for (i = 0; i < f->nets; i++) {
		ask(c, NULL, &f->net[i], &c->net[i]);
		if (i == 0)
			*others = c->net[0];
		else
			agree_with(others, &c->net[i]);
		w = c->net[i];
		w.files = w.ipxes_of = 0;
		w.ignore = w.is_whole = 0;
		imported_net(c->im, f->net[i].from, f->net[i].net,
		    f->net[i].mask, &w);
	}
	compare_nets(c);
	take_common_server(c);
}

static const struct foreign_net *
net_of(const struct foreign *f, const char *ip)
{
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

/* A server that everybody has, and this host had not. */
static void
compare_server(struct compose *c, const struct words *around,
    const struct words *w)
{
	char address[INET_ADDRSTRLEN];

	if (w->server.s_addr != 0 || around->server.s_addr == 0 ||
	    !words_boot(w))
		return;
	inet_ntop(AF_INET, &around->server, address, sizeof(address));
	imported_refuse(c->im, around->server_from, address, "is told to hosts, "
	    "too, that were told no server: give them the server= of this host");
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
		    "this file: it is lent without a mask");
	else if (!c->netless)
		imported_warn(c->im, host->from, host->ip, "and others are lent "
		    "without a mask: this file names no net");
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
	compare_server(c, &around, w);
	if (words_boot(w) && w->servername == NULL && around.servername != NULL)
		imported_refuse(c->im, host->from, NULL, "this host was told no "
		    "server name, and gets that of others");
	if (host->ip == NULL)
		return;
	if (w->router.s_addr == 0 && around.router.s_addr != 0)
		imported_refuse(c->im, host->from, NULL, "this host was told no "
		    "router, and gets that of its net");
	if (w->dns_n == 0 && around.dns_n != 0)
		imported_refuse(c->im, host->from, NULL, "this host was told no "
		    "name server, and gets those of its net");
}

/*
 * One without an address of its own may be on any net. A server that is that of
 * each net is the net's.
 */
static void
ask_everywhere(struct compose *c, const struct foreign_host *host,
    struct words *w)
{
	struct words there;
	int is_of_net = 1, is_one = 1;

	for (size_t i = 0; i < c->f->nets; i++) {
		ask(c, host, &c->f->net[i], &there);
		if (i == 0)
			*w = there;
		else
			agree_with(w, &there);
		if (there.ignore)
			continue;
		compare_server(c, &c->net[i], &there);
		is_of_net &= there.server.s_addr == c->net[i].server.s_addr;
		is_one &= there.server.s_addr == w->server.s_addr;
	}
	for (size_t i = 0; i < c->f->nets; i++) {
		ask(c, host, &c->f->net[i], &there);
		/* Where strangers are told the same it is named already. */
		if (there.ignore == c->net[i].ignore && agree_boot(&there,
		    &c->net[i]))
			continue;
		if (!there.ignore)
			name_differing(c, &there, w);
		if (!is_of_net && !is_one && !there.ignore)
			imported_refuse(c->im, there.server_from != 0 ?
			    there.server_from : host->from, NULL, "the server "
			    "of a host without an address depends on its net");
	}
	if (is_of_net) {
		w->server = c->im->others.server;
		w->servername = c->im->others.servername;
	}
}

static void
write_host(struct compose *c, const struct foreign_host *host)
{
	const struct foreign_net *net = net_of(c->f, host->ip);
	char who[IMPORTED_WHO_SIZE];
	size_t at = 0;
	struct words w;

	if (host->ip == NULL && c->f->nets > 1) {
		ask_everywhere(c, host, &w);
	} else {
		ask(c, host, net, &w);
		if (!w.ignore && host->ip != NULL)
			check_net(c, host, net);
		if (!w.ignore)
			compare_inherited(c, host, net, &w);
	}
	if (host->octets == 6) {
		imported_client(c->im, host->from, host->mac, host->name,
		    host->ip, &w);
		return;
	}
	for (int i = 0; i < host->octets; i++)
		at += (size_t)snprintf(who + at, sizeof(who) - at, "%02x:",
		    host->mac[i]);
	snprintf(who + at, sizeof(who) - at, "*");
	imported_prefix(c->im, host->from, who, &w);
	if (host->name != NULL || host->ip != NULL)
		imported_refuse(c->im, host->from, who,
		    "is of several clients: no name, no address");
}

static void
name_untold(struct compose *c)
{
	for (size_t i = 0; i < c->lines; i++)
		if (!c->told[i])
			imported_refuse(c->im, c->line[i], NULL,
			    "no kind of firmware is told this boot file");
}

void
foreign_compose(const struct foreign *f, const unsigned *lines,
    size_t lines_n)
{
	struct compose c = { .f = f, .im = f->im, .lines = lines_n };

	c.net = calloc(f->nets + 1, sizeof(*c.net));
	c.line = calloc(lines_n + 1, sizeof(*c.line));
	c.told = calloc(lines_n + 1, 1);
	if (c.net == NULL || c.line == NULL || c.told == NULL) {
		f->im->no_memory = 1;
	} else {
		if (lines_n > 0)
			memcpy(c.line, lines, lines_n * sizeof(*lines));
		qsort(c.line, lines_n, sizeof(*c.line), by_number);
		write_nets(&c);
		for (size_t i = 0; i < f->hosts && !f->im->no_memory; i++)
			write_host(&c, &f->host[i]);
		name_untold(&c);
	}
	free(c.net);
	free(c.line);
	free(c.told);
}
