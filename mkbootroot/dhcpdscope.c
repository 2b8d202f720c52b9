/*
 * A host has its own words, those of the blocks around it, and those of the
 * subnet that its address is on.
 */
#include "dhcpdscope.h"

#include <arpa/inet.h>

/* The subnet that an address is on. */
static const struct scope *
subnet_of(const struct scope *scopes, const char *ip)
{
	struct in_addr a;

	if (ip == NULL || inet_pton(AF_INET, ip, &a) != 1)
		return NULL;
	for (const struct scope *s = scopes; s != NULL; s = s->next)
		if (s->block == BLOCK_SUBNET && s->mask != 0 &&
		    (ntohl(a.s_addr) & s->mask) == s->net)
			return s;
	return NULL;
}

/* What dhcpd would tell it: its blocks', then its subnet's. */
static void
write_host(struct imported *im, const struct scope *scopes,
    const struct scope *s)
{
	const struct scope *up, *subnet = subnet_of(scopes, s->ip);
	struct words w = s->words;

	if (!s->has_mac) {
		imported_refuse(im, s->from, s->name != NULL ? s->name :
		    "host", "has no MAC address");
		return;
	}
	for (up = s->parent; up != NULL && up->block != BLOCK_GLOBAL;
	    up = up->parent)
		words_inherit(&w, &up->words);
	if (subnet != NULL)
		words_inherit(&w, &subnet->words);
	imported_client(im, s->from, s->mac, s->name, s->ip, &w);
}

/*
 * A net has no boot files. Those of the only subnet that has some are default's;
 * of several, those of their hosts alone.
 */
static void
take_files(struct imported *im, const struct scope *subnet, size_t with_files)
{
	if (subnet->words.files == 0 && subnet->words.ipxe == NULL)
		return;
	if (with_files == 1 && im->others.files == 0)
		words_inherit(&im->others, &(const struct words){
		    .files = 0, .ipxe = subnet->words.ipxe });
	if (with_files == 1 && im->others.files == 0)
		for (size_t i = 0; i < subnet->words.files; i++)
			im->others.file[im->others.files++] =
			    subnet->words.file[i];
	else
		imported_refuse(im, subnet->from, "subnet",
		    "has a boot file: its hosts get it, and nobody else");
}

static void
write_subnet(struct imported *im, const struct scope *s)
{
	struct words w = s->words;

	w.files = 0;
	w.ipxe = NULL;
	imported_net(im, s->from, s->net, s->mask, &w);
}

void
scope_write(struct imported *im, const struct scope *scopes)
{
	const struct scope *s;
	size_t with_files = 0;

	for (s = scopes; s != NULL; s = s->next)
		with_files += s->block == BLOCK_SUBNET &&
		    (s->words.files > 0 || s->words.ipxe != NULL);
	for (s = scopes; s != NULL; s = s->next)
		if (s->block == BLOCK_SUBNET) {
			take_files(im, s, with_files);
			write_subnet(im, s);
		}
	for (s = scopes; s != NULL; s = s->next)
		if (s->block == BLOCK_HOST)
			write_host(im, scopes, s);
}
