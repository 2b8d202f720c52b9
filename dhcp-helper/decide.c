/*
 * The middle step: struct message to struct decision. Pure.
 *
 * The order is that of the questions: is it a boot client, who is it, does
 * it ask us, may it boot, is there a file for its firmware.
 */
#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "arch.h"
#include "decide.h"
#include "loader.h"

#define LEASE_DEFAULT_S (24 * 60 * 60)

/* Looks the client up: NULL, or why there is no answer for it. */
static const char *
look_up(const struct message *m, const struct map *map,
    const struct interface *via, struct decision *d)
{
	struct who who;

	if (map == NULL)
		return "no-map";
	memset(&who, 0, sizeof(who));
	if (message_has_mac(m)) {
		memcpy(who.mac, m->chaddr, sizeof(who.mac));
		who.has_mac = 1;
	}
	memcpy(who.uuid, m->uuid, sizeof(who.uuid));
	who.has_uuid = m->has_uuid;
	/* A client without an address is where its relay is, or we are. */
	if (m->ciaddr.s_addr != 0)
		who.address = m->ciaddr;
	else if (m->giaddr.s_addr != 0)
		who.address = m->giaddr;
	else
		who.address = via->address;
	who.has_address = 1;

	switch (client_find(map, &who, &d->client)) {
	case -1:
		return "corrupt-map";
	case 0:
		return "unknown-client";
	}
	d->found = 1;
	switch (d->client.action) {
	case CLIENT_BOOT:
	case CLIENT_LOCAL:	/* with a loader, or by silence */
		return NULL;
	case CLIENT_IGNORE:
		return "ignore";
	default:
		return "no-action";
	}
}

/*
 * Whether the message asks us. On 67 that is a DISCOVER, and a REQUEST for
 * the address that we have offered: any other is for the server that gave
 * another one. On 4011 it is the REQUEST to a proxy, or an INFORM; iPXE
 * names there whom it means, EDK2 does not.
 */
static const char *
is_for_us(const struct message *m, const struct interface *via,
    unsigned port, const struct client *c)
{
	int names_us = m->has_server_id &&
	    m->server_id.s_addr == via->address.s_addr;

	if (port == PORT_PROXY) {
		if (m->type != MESSAGE_REQUEST && m->type != MESSAGE_INFORM)
			return "wrong-port";
		return m->has_server_id && !names_us ? "not-for-us" : NULL;
	}
	if (m->type == MESSAGE_DISCOVER)
		return NULL;
	if (m->type != MESSAGE_REQUEST || !names_us || !c->has_ip)
		return "not-for-us";
	return m->has_requested && m->requested.s_addr == c->ip.s_addr ?
	    NULL : "other-address";
}

/* An HTTP client can do nothing with a path. */
static int
is_loadable(const struct message *m, const char *text)
{
	if (m->class == CLASS_HTTP)
		return strncmp(text, "http://", 7) == 0 ||
		    strncmp(text, "https://", 8) == 0;
	return 1;
}

/*
 * The generated script under a name with the client's MAC: the script is the
 * first file that such a client asks for, and then no neighbour table says
 * yet who has its address. A relay's clients never come into ours.
 */
static void
name_script(const struct message *m, struct decision *d)
{
	snprintf(d->file, sizeof(d->file),
	    "01-%02x-%02x-%02x-%02x-%02x-%02x.ipxe", m->chaddr[0],
	    m->chaddr[1], m->chaddr[2], m->chaddr[3], m->chaddr[4],
	    m->chaddr[5]);
}

/* Chooses the boot file of the first arch sent that has one. */
static const char *
choose_file(const struct message *m, struct decision *d)
{
	const char *text;
	size_t i;

	for (i = 0; i < m->archs; i++) {
		text = client_bootfile(&d->client, m->arch[i], m->stage, NULL);
		if (text == NULL || !is_loadable(m, text))
			continue;
		d->arch = arch_canonical(m->arch[i]);
		if (client_path(&d->client, text, d->file,
		    sizeof(d->file)) == -1)
			return "bad-path";
		if (strcmp(text, LOADER_SCRIPT) == 0 && message_has_mac(m))
			name_script(m, d);
		return NULL;
	}
	return d->client.action == CLIENT_LOCAL ? "local" :
	    "no-loader-for-arch";
}

/*
 * What else a client needs of us whose record has ip=. The mask is that of
 * its net in the map, else that of the link.
 */
static void
give_address(const struct interface *via, struct decision *d)
{
	const struct record *net = &d->client.net_record;
	unsigned char bytes[MAP_KEY_MAX];
	unsigned length;

	d->gives_address = 1;
	d->lease_s = d->client.has_lease ? d->client.lease_s :
	    LEASE_DEFAULT_S;
	d->netmask = via->netmask;
	if (net->bytes != NULL &&
	    map_key_bytes(net->key, net->key_n, bytes) == 5 &&
	    (length = bytes[4]) <= 32)
		d->netmask.s_addr = htonl(length == 0 ? 0 :
		    UINT32_MAX << (32 - length));
}

void
decide(const struct message *m, const struct map *map,
    const struct interface *via, unsigned port, struct decision *d)
{
	const char *unwanted;

	memset(d, 0, sizeof(*d));
	d->server_id = via->address;
	d->has_arch = m->archs > 0;
	if (d->has_arch)
		d->arch = arch_canonical(m->arch[0]);

	if (m->class == CLASS_OTHER) {
		d->reason = "not-pxe";
		d->quiet = 1;
		return;
	}
	/* First, so that the log names the client in every case. */
	unwanted = look_up(m, map, via, d);
	if ((d->reason = is_for_us(m, via, port, &d->client)) != NULL ||
	    (d->reason = unwanted) != NULL)
		return;
	if (!d->has_arch) {
		d->reason = "no-arch";
		return;
	}
	if (via->address.s_addr == 0) {
		d->reason = "no-address";
		return;
	}
	if ((d->reason = choose_file(m, d)) != NULL)
		return;
	d->server = d->client.has_server ? d->client.server : via->address;
	d->to_sender = port == PORT_PROXY;
	if (d->client.has_ip && port != PORT_PROXY)
		give_address(via, d);
	d->answer = m->type == MESSAGE_DISCOVER ? ANSWER_OFFER : ANSWER_ACK;
}
