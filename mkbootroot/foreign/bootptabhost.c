/*
 * What an entry says of a host.
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/bootptab.h"
#include "mkbootroot/text/hardware.h"

/* The first address of a list. */
static const char *
first_of(struct imported *im, const char *list)
{
	char one[16];

	snprintf(one, sizeof(one), "%.*s", (int)strcspn(list, " \t"), list);
	return imported_keep(im, one);
}

static void
take_servers(struct imported *im, const struct entry *e, struct words *w)
{
	const char *list = e->value[TAG_DS];

	while (list != NULL && *list != '\0') {
		words_dns(im, e->from, w, first_of(im, list));
		list += strcspn(list, " \t");
		list += strspn(list, " \t");
	}
}

static void
take_file(struct imported *im, const struct entry *e, struct words *w)
{
	const char *folder = e->value[TAG_HD], *file = e->value[TAG_BF];
	char path[MAP_TEXT_MAX + 2];

	if (file == NULL)
		return;
	snprintf(path, sizeof(path), "%s%s%s", folder == NULL || *file == '/' ?
	    "" : folder, folder == NULL || *file == '/' ? "" : "/", file);
	words_file(im, e->from, w, words_arch(path), imported_keep(im, path));
}

static int
is_ethernet(const char *ht)
{
	return ht == NULL || strcmp(ht, "1") == 0 ||
	    strncmp(ht, "ether", 5) == 0;
}

/* 0x525400123456, too. */
static int
is_card(const char *ha, unsigned char mac[6])
{
	if (ha != NULL && ha[0] == '0' && (ha[1] == 'x' || ha[1] == 'X'))
		ha += 2;
	return ha != NULL && value_mac(ha, mac) == 0;
}

/* Its net, by which it is lent the mask. */
static void
take_net(struct imported *im, const struct entry *e,
    struct bootptab_nets *nets)
{
	const struct words nothing = { .files = 0 };
	const char *ip = e->value[TAG_IP], *sm = e->value[TAG_SM];
	struct in_addr address, mask;
	uint32_t net;

	if (ip == NULL || sm == NULL || inet_pton(AF_INET, ip, &address) != 1)
		return;
	if (inet_pton(AF_INET, sm, &mask) != 1 || mask.s_addr == 0) {
		imported_refuse(im, e->from, sm, "is no netmask");
		return;
	}
	net = ntohl(address.s_addr & mask.s_addr);
	for (size_t i = 0; i < nets->n; i++)
		if (nets->net[i] == net &&
		    nets->mask[i] == ntohl(mask.s_addr))
			return;
	if (nets->n == BOOTPTAB_NETS) {
		imported_refuse(im, e->from, sm, "is of more nets than "
		    "import-hosts keeps");
		return;
	}
	nets->net[nets->n] = net;
	nets->mask[nets->n++] = ntohl(mask.s_addr);
	imported_net(im, e->from, net, ntohl(mask.s_addr), &nothing);
}

void
bootptab_host(struct imported *im, const struct entry *e,
    struct bootptab_nets *nets)
{
	struct words w = { .files = 0 };
	unsigned char mac[6];

	if (!is_card(e->value[TAG_HA], mac) ||
	    !is_ethernet(e->value[TAG_HT])) {
		imported_refuse(im, e->from, e->name, "has no address of Ethernet");
		return;
	}
	take_net(im, e, nets);
	take_file(im, e, &w);
	if (e->value[TAG_RP] != NULL)
		imported_refuse(im, e->from, e->value[TAG_RP],
		    "is a root path (rp), which has no word in clients(5)");
	take_servers(im, e, &w);
	if (e->value[TAG_SA] != NULL)
		words_server(im, e->from, &w, e->value[TAG_SA]);
	if (e->value[TAG_GW] != NULL)
		words_router(im, e->from, &w, first_of(im, e->value[TAG_GW]));
	imported_client(im, e->from, mac, e->name, e->value[TAG_IP], &w);
}
