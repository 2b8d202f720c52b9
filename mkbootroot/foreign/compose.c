/*
 * Lines of answers: default is what strangers are told, a net its server and what
 * its hosts are lent, a host what is its own.
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "foreign/answers.h"

#define BY_CLIENT "clients(5) says what boots by client, not by net"

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
    const struct foreign_net *net, struct words *w, unsigned *file_from)
{
	struct answers all;
	unsigned from;

	*file_from = 0;
	answers_ask(c->f, host, net, &all);
	for (size_t i = 0; i < KINDS; i++) {
		const struct told *t = &all.told[i];

		if (t->is_silent)
			continue;
		note_line(c, t->file_from);
		note_line(c, t->server_from);
		note_line(c, t->servername_from);
		if (*file_from == 0 && t->file != NULL)
			*file_from = t->file_from;
	}
	answers_words(c->im, &all, w);
	w->ignore = answers_silent(&all, &from);
	if (w->ignore)
		w->silent_from = from;
}

static int
is_same_list(const struct imported_file *a, size_t a_n,
    const struct imported_file *b, size_t b_n)
{
	size_t i;

	for (i = 0; i < a_n && i < b_n; i++)
		if (a[i].arch != b[i].arch ||
		    strcmp(a[i].path, b[i].path) != 0)
			return 0;
	return a_n == b_n;
}

static int
is_same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* Whether both boot the same. */
static int
boots_same(const struct words *a, const struct words *b)
{
	return a->ignore == b->ignore && is_same_text(a->ipxe, b->ipxe) &&
	    is_same_list(a->file, a->files, b->file, b->files) &&
	    is_same_list(a->ipxe_of, a->ipxes_of, b->ipxe_of, b->ipxes_of);
}

/* A net cannot say what it boots: one that boots something else is named. */
static void
compare_net(struct compose *c, const struct foreign_net *net,
    const struct words *w, unsigned file_from)
{
	if (boots_same(w, &c->im->others))
		return;
	imported_refuse(c->im, w->ignore ? w->silent_from : file_from != 0 ?
	    file_from : net->from, w->ignore ? NULL :
	    w->files > 0 ? w->file[0].path : w->ipxe, w->ignore ?
	    "its clients are told nothing, on this net alone: " BY_CLIENT :
	    w->files > 0 || w->ipxe != NULL ?
	    "is for some nets only: " BY_CLIENT :
	    "no boot file is told on this net alone: " BY_CLIENT);
}

/* What strangers are told is default's and the nets'. */
static void
write_nets(struct compose *c)
{
	const struct foreign *f = c->f;
	struct words *others = &c->im->others, w;
	unsigned file_from;
	size_t i;

	if (f->nets == 0) {
		ask(c, NULL, NULL, others, &file_from);
		return;
	}
	for (i = 0; i < f->nets; i++) {
		ask(c, NULL, &f->net[i], &c->net[i], &file_from);
		if (i == 0)
			*others = c->net[0];
		else
			compare_net(c, &f->net[i], &c->net[i], file_from);
		w = c->net[i];
		w.files = w.ipxes_of = 0;
		w.ipxe = NULL;
		w.ignore = 0;
		imported_net(c->im, f->net[i].from, f->net[i].net,
		    f->net[i].mask, &w);
	}
	/* Their servers are those of the nets, unless it is one for all. */
	for (i = 1; i < f->nets; i++) {
		if (c->net[i].server.s_addr != others->server.s_addr)
			others->server.s_addr = 0;
		if (!is_same_text(c->net[i].servername, others->servername))
			others->servername = NULL;
	}
	others->router.s_addr = 0;
	others->dns_n = 0;
	others->lease_s = 0;
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

/* What strangers have and it has not is none for it. */
static void
add_none(struct imported_file *list, size_t *n,
    const struct imported_file *others, size_t others_n)
{
	size_t i, j;

	for (i = 0; i < others_n; i++) {
		for (j = 0; j < *n; j++)
			if (list[j].arch == others[i].arch)
				break;
		if (j == *n && *n < IMPORTED_ARCHS &&
		    strcmp(others[i].path, MAP_NONE) != 0)
			words_add(list, n, others[i].arch, MAP_NONE);
	}
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
	if (w->files + w->ipxes_of + (w->ipxe != NULL) > 0) {
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

/* One without an address of its own may be on any net. */
static void
compare_elsewhere(struct compose *c, const struct foreign_host *host,
    const struct words *w)
{
	struct words there;
	unsigned file_from;

	for (size_t i = 1; i < c->f->nets && host->ip == NULL; i++) {
		ask(c, host, &c->f->net[i], &there, &file_from);
		/* Strangers differ alike, and that is named already. */
		if (boots_same(w, &there) || (boots_same(&c->net[i], &there) &&
		    boots_same(&c->net[0], w)))
			continue;
		imported_refuse(c->im, file_from != 0 ? file_from : host->from,
		    there.files > 0 ? there.file[0].path : NULL,
		    there.files > 0 ? "is for some nets only: " BY_CLIENT :
		    "this host boots something else on some nets: " BY_CLIENT);
		return;
	}
}

static void
write_host(struct compose *c, const struct foreign_host *host)
{
	const struct words *others = &c->im->others;
	const struct foreign_net *net = net_of(c->f, host->ip);
	char who[IMPORTED_WHO_SIZE];
	size_t at = 0;
	struct words w;
	unsigned file_from;

	ask(c, host, net, &w, &file_from);
	compare_elsewhere(c, host, &w);
	if (!w.ignore) {
		if (host->ip != NULL)
			check_net(c, host, net);
		compare_inherited(c, host, net, &w);
		add_none(w.file, &w.files, others->file, others->files);
		add_none(w.ipxe_of, &w.ipxes_of, others->ipxe_of,
		    others->ipxes_of);
		if (w.ipxe == NULL && others->ipxe != NULL)
			w.ipxe = MAP_NONE;
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
