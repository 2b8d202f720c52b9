/*
 * Lines of the map into hosts, nets and profiles, by the lookup that
 * dhcp-helper uses itself.
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "map/arch.h"
#include "map/level.h"
#include "mkbootroot/export/exported.h"
#include "mkbootroot/text/maptext.h"

/* What a record says, where the ones before it were silent. */
static void
lending_add(const struct record *r, struct lending *l)
{
	const size_t has_dns = l->dns_n;
	struct field f;
	size_t pos = 0;
	uint32_t lease_s;

	while (record_next(r, &pos, &f) == 1) {
		if (f.tag == FIELD_ROUTER && !l->has_router) {
			memcpy(&l->router, f.text, 4);
			l->has_router = 1;
		} else if (f.tag == FIELD_LEASE && !l->has_lease) {
			memcpy(&lease_s, f.text, 4);
			l->lease_s = ntohl(lease_s);
			l->has_lease = 1;
		} else if (f.tag == FIELD_DNS && has_dns == 0 &&
		    l->dns_n < CLIENT_DNS_MAX)
			memcpy(&l->dns[l->dns_n++], f.text, 4);
	}
}

static void
lending_take(const struct record *r, struct lending *l)
{
	memset(l, 0, sizeof(*l));
	lending_add(r, l);
}

static void
note_archs(struct exported *e, const struct profile *p)
{
	size_t i, j;

	for (i = 0; i < p->n; i++) {
		for (j = 0; j < e->archs_n; j++)
			if (e->archs[j] == p->file[i].arch)
				break;
		if (j == e->archs_n)
			e->archs[e->archs_n++] = p->file[i].arch;
	}
}

/* Finds or adds the profile of a client. 0; -1: errno. */
static int
profile_of(struct exported *e, const struct client *c, size_t *at)
{
	struct profile p;
	void *list;

	if (exported_profile(&p, c) == -1) {
		free(p.file);
		return -1;
	}
	for (*at = 0; *at < e->profiles; (*at)++)
		if (exported_same(&e->profile[*at], &p)) {
			free(p.file);
			return 0;
		}
	if ((list = exported_grow(e->profile, e->profiles, sizeof(p))) == NULL) {
		free(p.file);
		return -1;
	}
	e->profile = list;
	e->profile[e->profiles++] = p;
	note_archs(e, &p);
	return 0;
}

/*
 * The client of a line. A prefix is looked up by an address that only it
 * matches; if others have all of it, nobody can have it.
 */
static int
client_of_line(const struct map *m, const struct record *r,
    const struct exported_client *x, struct client *c)
{
	struct who who = { .has_mac = x->who != EXPORTED_DEFAULT };

	memcpy(who.mac, x->mac, x->mac_n);
	for (int rest = 0; rest < 256; rest++) {
		memset(who.mac + x->mac_n, rest, 6 - x->mac_n);
		if (client_find(m, &who, c) == 1 &&
		    c->own.key_n == r->key_n &&
		    memcmp(c->own.key, r->key, r->key_n) == 0)
			return 1;
	}
	return 0;
}

static int
client_add(struct exported *e, const struct map *m, const struct record *r,
    struct exported_client *x, struct mistakes *mistakes)
{
	struct client c;
	void *list;

	if (!client_of_line(m, r, x, &c))
		return 0;
	/* They know one server for a client: the first in its order. */
	if (c.servers_n > 0) {
		c.server = c.servers[0];
		c.has_server = 1;
	}
	x->name = c.name;
	x->ip = c.ip;
	/* Whom dhcp-helper ignores it lends nothing. */
	x->has_ip = c.has_ip && c.action != CLIENT_IGNORE;
	lending_take(r, &x->lending);
	lending_add(&c.group_record, &x->lending);
	if (c.action == CLIENT_LOCAL && loader_ends_boot(&c, ARCH_X64, 0) &&
	    client_bootfile(&c, ARCH_X64, STAGE_ROM, NULL) == NULL)
		mistake_warn(mistakes, x->line, "local is left out for UEFI: "
		    "only dhcp-helper ends its network boot at once");
	if (profile_of(e, &c, &x->profile) == -1 ||
	    (list = exported_grow(e->client, e->clients, sizeof(*x))) == NULL)
		return -1;
	e->client = list;
	e->client[e->clients++] = *x;
	return 0;
}

/* The narrowest come first: of two nets that an address lies in, it is theirs for
 * us, and servers that look for one take the first. */
static int
net_add(struct exported *e, const struct record *r, unsigned line,
    const unsigned char b[5])
{
	struct exported_net net = { .line = line, .length = b[4] };
	void *list;
	size_t at;

	memcpy(&net.address, b, 4);
	net.mask.s_addr = b[4] == 0 ? 0 : htonl(UINT32_MAX << (32 - b[4]));
	lending_take(r, &net.lending);
	if ((list = exported_grow(e->net, e->nets, sizeof(net))) == NULL)
		return -1;
	e->net = list;
	for (at = 0; at < e->nets && e->net[at].length >= net.length; at++)
		;
	memmove(&e->net[at + 1], &e->net[at], (e->nets - at) * sizeof(net));
	e->net[at] = net;
	e->nets++;
	return 0;
}

int
exported_add(struct exported *e, const struct map *m, const struct record *r,
    unsigned line, struct mistakes *mistakes)
{
	struct exported_client x = { .line = line };
	unsigned char bytes[MAP_KEY_MAX];
	char text[FIELD_TEXT_SIZE];
	int n = map_key_bytes(r->key, r->key_n, bytes);
	struct field f;

	exported_warn_words(r, line, mistakes);
	switch (n == -1 ? 0 : r->key[0]) {
	case MAP_KEY_MAC:
	case MAP_KEY_PREFIX:
		x.who = r->key[0] == MAP_KEY_MAC ? EXPORTED_HOST :
		    EXPORTED_PREFIX;
		x.mac_n = (size_t)n;
		memcpy(x.mac, bytes, x.mac_n);
		return client_add(e, m, r, &x, mistakes);
	case MAP_KEY_UUID:
		if (record_field(r, FIELD_MAC, &f)) {
			x.mac_n = 6;
			memcpy(x.mac, f.text, 6);
			return client_add(e, m, r, &x, mistakes);
		}
		mistake_warn(mistakes, line, "a UUID is left out: give it "
		    "mac=, by which hosts are known");
		return 0;
	case MAP_KEY_DEFAULT:
		x.who = EXPORTED_DEFAULT;
		lending_take(r, &e->all);
		return client_add(e, m, r, &x, mistakes);
	case MAP_KEY_NET:
		if (level_action(r, &f) != CLIENT_NONE)
			mistake_warn(mistakes, line, "%s of a net is said "
			    "only to clients with ip= on it", field_text(&f,
			    text, sizeof(text)));
		if (record_field(r, FIELD_SERVER, &f))
			mistake_warn(mistakes, line, "server= of a net is "
			    "said only to clients with ip= on it");
		if (record_field(r, FIELD_SERVERNAME, &f))
			mistake_warn(mistakes, line, "servername= of a net is "
			    "said only to clients with ip= on it");
		if (record_field(r, FIELD_HTTP, &f))
			mistake_warn(mistakes, line, "http= of a net is said "
			    "only to clients with ip= on it");
		return net_add(e, r, line, bytes);
	default:
		return 0;	/* images and groups are in the profiles;
				   remap is tftpd's */
	}
}

void
exported_free(struct exported *e)
{
	for (size_t i = 0; i < e->profiles; i++)
		free(e->profile[i].file);
	free(e->profile);
	free(e->client);
	free(e->net);
}

int
exported_covers(const struct exported_client *a,
    const struct exported_client *b)
{
	return a->who == EXPORTED_PREFIX && b->who == EXPORTED_PREFIX &&
	    b->mac_n > a->mac_n && memcmp(a->mac, b->mac, a->mac_n) == 0;
}

int
exported_has(const struct exported *e, enum exported_who who, size_t profile)
{
	for (size_t i = 0; i < e->clients; i++)
		if (e->client[i].who == who && (profile == SIZE_MAX ||
		    e->client[i].profile == profile))
			return 1;
	return 0;
}

int
exported_roams(const struct exported *e, const struct exported_client *c)
{
	for (size_t i = 0; c->has_ip && i < e->nets; i++)
		if (!exported_inside(&e->net[i], c->ip))
			return 1;
	return 0;
}

int
exported_inside(const struct exported_net *n, struct in_addr a)
{
	return (a.s_addr & n->mask.s_addr) == n->address.s_addr;
}

int
exported_on_a_net(const struct exported *e, const struct exported_client *c)
{
	const struct exported_net *n;

	for (n = e->net; c->has_ip && n < e->net + e->nets; n++)
		if (exported_inside(n, c->ip))
			return 1;
	return 0;
}

void
exported_warn_netless(const struct exported *e, const char *server,
    struct mistakes *mistakes)
{
	const struct exported_client *c;

	for (c = e->client; c < e->client + e->clients; c++)
		if (c->who == EXPORTED_HOST && c->has_ip &&
		    !exported_on_a_net(e, c))
			mistake_warn(mistakes, c->line, "ip= lies in no net: "
			    "%s lends it only where its own file has one for it",
			    server);
}

void
exported_octets(const unsigned char *mac, size_t n, const char *between,
    FILE *out)
{
	for (size_t i = 0; i < n; i++)
		fprintf(out, "%s%02x", i == 0 ? "" : between, mac[i]);
}

void
exported_address(struct in_addr a, FILE *out)
{
	char text[INET_ADDRSTRLEN];

	fputs(inet_ntop(AF_INET, &a, text, sizeof(text)), out);
}
