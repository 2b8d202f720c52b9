/*
 * Shared networks, their subnets and those without one, and their pools.
 */
#include <arpa/inet.h>
#include <bsd/sys/endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/kea/keahost.h"
#include "mkbootroot/foreign/kea/keamember.h"
#include "mkbootroot/foreign/kea/keanet.h"

/* "10.0.0.0/24" */
static int
parse_net(const char *text, uint32_t *net, uint32_t *mask)
{
	const char *slash = text == NULL ? NULL : strchr(text, '/');
	unsigned char bytes[4];
	char address[16], *end;
	unsigned long length;

	if (slash == NULL || slash - text >= (long)sizeof(address))
		return 0;
	memcpy(address, text, (size_t)(slash - text));
	address[slash - text] = '\0';
	length = strtoul(slash + 1, &end, 10);
	if (slash[1] == '\0' || *end != '\0' || length > 32 ||
	    inet_pton(AF_INET, address, bytes) != 1)
		return 0;
	*mask = length == 0 ? 0 : UINT32_MAX << (32 - length);
	*net = be32dec(bytes) & *mask;
	return 1;
}

/* "10.0.0.10 - 10.0.0.20", "10.0.0.0/28" */
static int
parse_pool(const char *text, uint32_t *first, uint32_t *last)
{
	char from[16], to[16];
	struct in_addr a, b;
	uint32_t mask;

	if (parse_net(text, first, &mask)) {
		*last = *first | ~mask;
		return 1;
	}
	if (text == NULL || sscanf(text, " %15[0-9.] - %15[0-9.]", from,
	    to) != 2 || inet_pton(AF_INET, from, &a) != 1 ||
	    inet_pton(AF_INET, to, &b) != 1)
		return 0;
	*first = ntohl(a.s_addr);
	*last = ntohl(b.s_addr);
	return 1;
}

static void
read_pools(struct kea *k, const json_t *list, const json_t *defs,
    struct kea_subnet *s)
{
	const json_t *object;
	struct kea_pool *p;
	size_t i;

	s->pool = kea_keep(k, json_array_size(list), sizeof(*s->pool));
	json_array_foreach(list, i, object) {
		if (s->pool == NULL)
			return;
		p = &s->pool[s->pools];
		memset(p, 0, sizeof(*p));
		kea_scope_read(k, object, defs, &p->scope);
		kea_names_add(k, &p->scope.guard, object, "client-classes");
		if (parse_pool(json_string_value(json_object_get(object,
		    "pool")), &p->first, &p->last))
			s->pools++;
		else
			imported_refuse(k->im, p->scope.from, "pool",
			    "is no range of addresses");
	}
}

static void
read_subnets(struct kea *k, const json_t *list, const json_t *defs,
    const struct kea_scope *network)
{
	const json_t *object;
	struct kea_subnet *s;
	const char *text;
	size_t i;

	json_array_foreach(list, i, object) {
		/* One that is no net leaves its place to the next. */
		s = &k->subnet[k->subnets];
		memset(s, 0, sizeof(*s));
		kea_scope_read(k, object, defs, &s->scope);
		kea_names_add(k, &s->scope.guard, object, "client-classes");
		text = kea_text(k, object, "subnet");
		s->network = network;
		if (!parse_net(text, &s->net, &s->mask)) {
			imported_refuse(k->im, s->scope.from, text == NULL ?
			    "subnet4" : text, "is no net");
			continue;
		}
		read_pools(k, json_object_get(object, "pools"), defs, s);
		kea_hosts_read(k, json_object_get(object, "reservations"),
		    defs, s);
		k->subnets++;
	}
}

static size_t
count_subnets(const json_t *all)
{
	const json_t *networks = json_object_get(all, "shared-networks");
	size_t n = json_array_size(json_object_get(all, "subnet4")), i;
	const json_t *network;

	json_array_foreach(networks, i, network)
		n += json_array_size(json_object_get(network, "subnet4"));
	return n;
}

void
kea_nets_read(struct kea *k, const json_t *all, const json_t *defs)
{
	const json_t *list = json_object_get(all, "shared-networks"), *object;
	struct kea_scope *s;
	size_t i;

	k->network = kea_keep(k, json_array_size(list), sizeof(*k->network));
	k->subnet = kea_keep(k, count_subnets(all), sizeof(*k->subnet));
	if (k->network == NULL || k->subnet == NULL)
		return;
	json_array_foreach(list, i, object) {
		s = &k->network[k->networks++];
		s->name = kea_text(k, object, "name");
		kea_scope_read(k, object, defs, s);
		kea_names_add(k, &s->guard, object, "client-classes");
		read_subnets(k, json_object_get(object, "subnet4"), defs, s);
	}
	read_subnets(k, json_object_get(all, "subnet4"), defs, NULL);
}
