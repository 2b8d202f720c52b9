/*
 * The text is compiled as for the map, in memory; then each of its records is
 * taken, and the server's renderer writes.
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "file/system.h"
#include "mkbootroot/command.h"
#include "mkbootroot/compile.h"
#include "mkbootroot/export/exported.h"
#include "mkbootroot/text/mapfile.h"

static const struct {
	const char *name;
	void (*render)(const struct exported *, struct mistakes *, FILE *);
} servers[] = {
	{ "dnsmasq", export_dnsmasq }, { "dhcpd", export_dhcpd },
	{ "kea", export_kea }
};

#define SERVERS (sizeof(servers) / sizeof(servers[0]))

/* Whether a profile has files of this host. */
static int
has_own_files(const struct profile *p)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		if (!p->file[i].is_elsewhere &&
		    strstr(p->file[i].path, "://") == NULL)
			return 1;
	return 0;
}

/* Nobody else knows the address of this host: said once. */
static void
warn_of_server(const struct exported *e, struct mistakes *mistakes)
{
	const struct exported_client *c;
	const struct profile *p;

	for (c = e->client; c < e->client + e->clients; c++) {
		p = &e->profile[c->profile];
		if (p->has_server || !has_own_files(p))
			continue;
		mistake_warn(mistakes, c->line, "no server=: clients ask the "
		    "DHCP server's own host for their files, or nobody");
		return;
	}
}

/* Nor its URLs. */
static void
warn_of_http(const struct exported *e, struct mistakes *mistakes)
{
	const struct exported_client *c;

	for (c = e->client; c < e->client + e->clients; c++) {
		if (!e->profile[c->profile].lacks_http)
			continue;
		mistake_warn(mistakes, c->line, "firmware that boots by HTTP "
		    "is told nothing: http=yes needs server=, or name the "
		    "server's URL in place of yes");
		return;
	}
}

/* Nor what a variable stands for. */
static void
warn_of_values(const struct exported *e, struct mistakes *mistakes)
{
	const struct exported_client *c;

	for (c = e->client; c < e->client + e->clients; c++) {
		if (!e->profile[c->profile].lacks_value)
			continue;
		mistake_warn(mistakes, c->line, "a URL is left out: only "
		    "dhcp-helper knows what its variables stand for: name "
		    "server=, or give the client a line");
		return;
	}
}

/* For all three servers a link has one net. The wider ones come behind. */
static void
warn_of_nets(const struct exported *e, struct mistakes *mistakes)
{
	const struct exported_net *n, *other;

	for (n = e->net; n < e->net + e->nets; n++) {
		for (other = n + 1; other < e->net + e->nets; other++)
			if (exported_inside(other, n->address))
				break;
		if (other < e->net + e->nets)
			mistake_warn(mistakes, n->line, "this net lies in "
			    "another one: clients with ip= in it may be told "
			    "the mask, router=, dns= and lease= of that one");
	}
}

/* Exit code. */
static int
export_text(const struct mapfile *text, const struct map *m,
    struct mistakes *mistakes, const void *server)
{
	struct exported e = { .profile = NULL };
	struct record r;
	size_t i;
	int code = 0;

	for (i = 0; i < text->n && code == 0; i++) {
		entry_record(text, &text->entry[i], &r);
		if (exported_add(&e, m, &r, text->entry[i].line, mistakes) ==
		    -1) {
			code = system_exit_code(errno);
			warn("cannot export");
		}
	}
	warn_of_server(&e, mistakes);
	warn_of_values(&e, mistakes);
	warn_of_http(&e, mistakes);
	warn_of_nets(&e, mistakes);
	for (i = 0; i < SERVERS && code == 0; i++)
		if (strcmp(servers[i].name, server) == 0)
			servers[i].render(&e, mistakes, stdout);
	exported_free(&e);
	return code;
}

int
export_map(const struct options *o, const char *server)
{
	for (size_t i = 0; i < SERVERS; i++)
		if (strcmp(servers[i].name, server) == 0)
			return compile_use(o, export_text, server);
	warnx("%s: export writes for dnsmasq, dhcpd and kea", server);
	return 2;
}
