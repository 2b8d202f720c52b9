/*
 * The middle step: struct message to struct decision. Pure.
 *
 * The order is that of the questions: who is it, is it a client of ours,
 * does it ask us, may it boot, is there a file for its firmware.
 */
#include <string.h>

#include "dhcp-helper/choose.h"
#include "dhcp-helper/decide.h"
#include "dhcp-helper/facing.h"
#include "dhcp-helper/lease.h"
#include "dhcp-helper/localboot.h"
#include "dhcp-helper/ranking.h"
#include "dhcp-helper/role.h"
#include "dhcp-helper/wayback.h"
#include "map/arch.h"
#include "map/vendorclass.h"

/* Looks the client up, or why nothing is known of it. */
static enum silence
look_up(const struct message *m, const struct facts *f, struct decision *d)
{
	struct who who;

	if (f->map == NULL)
		return f->map_is_bad ? SILENCE_BAD_MAP : SILENCE_NO_MAP;
	memset(&who, 0, sizeof(who));
	memcpy(who.mac, m->mac, sizeof(who.mac));
	who.has_mac = m->has_mac;
	memcpy(who.uuid, m->uuid, sizeof(who.uuid));
	who.has_uuid = m->has_uuid;
	who.address = lease_link(m, f->via);
	who.has_address = 1;

	switch (client_find(f->map, &who, &d->client)) {
	case -1:
		return SILENCE_CORRUPT_MAP;
	case 0:
		return SILENCE_UNKNOWN_CLIENT;
	}
	if (f->settle != NULL)
		f->settle(f->settle_of, &d->client);
	d->found = 1;
	return SILENCE_NOT;
}

/* The class that the answer names to a client that boots; NULL: it does
 * not boot over the network. */
static const char *
boot_class(const struct message *m, const struct decision *d)
{
	const unsigned char *p;
	struct vendorclass v;
	size_t n;

	switch (m->class) {
	case CLASS_PXE:
		return "PXEClient";
	case CLASS_HTTP:
		return "HTTPClient";
	case CLASS_UBOOT:
		return "U-Boot";
	case CLASS_APPLE:
		return NULL;
	case CLASS_OTHER:
		break;
	}
	p = message_option(m, OPTION_VENDOR_CLASS, &n);
	return d->found && p != NULL &&
	    vendorclass_find(&d->client, p, n, &v) ? v.class : NULL;
}

/* Why a client that is known does not boot, if it may not. */
static enum silence
unwanted(const struct decision *d)
{
	switch (d->client.action) {
	case CLIENT_BOOT:
	case CLIENT_LOCAL:	/* with a loader, or by silence */
		return SILENCE_NOT;
	case CLIENT_IGNORE:
		return SILENCE_IGNORE;
	default:
		return SILENCE_NO_ACTION;
	}
}

/* The boot file, and how it is told. */
static enum silence
give_file(const struct message *m, const struct interface *via,
    struct decision *d)
{
	const struct client *c = &d->client;
	const int direct = client_quirk(c, "direct");
	enum silence why;

	if ((why = choose_file(m, d)) != SILENCE_NOT) {
		if (why == SILENCE_LOCAL && localboot_tell(m, d))
			return SILENCE_NOT;
		/* An old client may want no more than its address. */
		return m->type == MESSAGE_BOOTP &&
		    c->action == CLIENT_BOOT ? SILENCE_NOT : why;
	}
	if (m->type == MESSAGE_BOOTP || !role_is_pxe(m))
		return SILENCE_NOT;
	if (d->to == TO_SENDER || d->vendor == VENDOR_ITEM) {
		if (client_quirk(c, "no-43"))
			d->vendor = VENDOR_NONE;
		return SILENCE_NOT;
	}
	d->vendor = d->arch == ARCH_RPI ? VENDOR_PI : VENDOR_DIRECT;
	if (direct)
		return SILENCE_NOT;
	if (client_quirk(c, "no-43"))
		d->vendor = VENDOR_NONE;
	/* The Pi never asks on 4011. */
	if (client_quirk(c, "binl") && d->arch != ARCH_RPI) {
		d->vendor = VENDOR_NONE;
		d->file[0] = d->config_file[0] = '\0';
		d->prefix[0] = '\0';
		/* EDK2 asks siaddr on 4011, whoever sent the OFFER. */
		d->server = via->address;
		d->is_elsewhere = 0;
	}
	return SILENCE_NOT;
}

static int
is_fault_of_map(enum silence unknown)
{
	return unknown == SILENCE_NO_MAP || unknown == SILENCE_BAD_MAP ||
	    unknown == SILENCE_CORRUPT_MAP;
}

/*
 * Without its record a client seems to have its address from somebody else: what it
 * asks us, as its server, would be for others. Only who names another server asks
 * that one, whatever the map says.
 */
static enum silence
blame_map(const struct message *m, const struct facts *f,
    const struct decision *d, enum silence unknown, enum silence why)
{
	if (!is_fault_of_map(unknown) ||
	    (why != SILENCE_NOT_FOR_US && why != SILENCE_NO_IP))
		return why;
	return m->has_server_id && !facing_is_named(m, d, f->via) ? why :
	    unknown;
}

/*
 * The questions in their order, and the reason for silence. unknown is why
 * nothing is known of the client, if so.
 */
static enum silence
answer(const struct message *m, const struct facts *f, enum silence unknown,
    struct decision *d)
{
	enum silence why;

	d->class = boot_class(m, d);
	if (m->class == CLASS_APPLE)
		return SILENCE_APPLE_BSDP;
	if (d->class == NULL && (!d->found || !d->client.has_ip ||
	    f->port == PORT_PROXY)) {
		/* It may be a client with ip=. A map that is not there, or is bad, is
		   said once, and not for each computer of the net. */
		d->quiet = unknown != SILENCE_CORRUPT_MAP;
		return is_fault_of_map(unknown) && f->port != PORT_PROXY ?
		    unknown : SILENCE_NOT_PXE;
	}
	/* First, so that the log names the client in every case. */
	why = f->port == PORT_PROXY ? role_proxy(m, f->via, d) :
	    blame_map(m, f, d, unknown, role_server(m, f, d));
	if (why != SILENCE_NOT || (why = unknown) != SILENCE_NOT)
		return why;
	if (d->class != NULL || d->client.action == CLIENT_IGNORE)
		if ((why = unwanted(d)) != SILENCE_NOT)
			return why;
	if (f->via->address.s_addr == 0)
		return SILENCE_NO_ADDRESS;
	if (d->is_ranked && !d->is_listed)
		return SILENCE_NOT_A_SERVER;
	d->server = d->client.has_server ? d->client.server : d->own;
	if (d->answer == ANSWER_NAK)
		return SILENCE_NOT;
	if (d->class == NULL && (m->type != MESSAGE_BOOTP ||
	    d->client.action != CLIENT_BOOT))
		return SILENCE_NOT;
	return give_file(m, f->via, d);
}

void
decide(const struct message *m, const struct facts *f, struct decision *d)
{
	struct interface via = *f->via;
	struct facts facts = *f;
	enum silence unknown;

	memset(d, 0, sizeof(*d));
	unknown = look_up(m, f, d);
	facing_choose(m, d, &via);
	ranking_take(m, f, &via, d);
	facts.via = &via;
	d->own = via.address;
	d->server_id = m->has_relay_server_id ? m->relay_server_id : d->own;
	d->has_arch = m->archs > 0;
	if (d->has_arch)
		d->arch = arch_canonical(m->arch[0]);
	d->reason = answer(m, &facts, unknown, d);
	if (d->reason == SILENCE_NOT) {
		wayback_choose(m, d);
		if (!wayback_is_open(m, &via, d))
			d->reason = SILENCE_NOT_ANSWERABLE;
	}
	if (d->reason != SILENCE_NOT) {
		d->answer = ANSWER_SILENT;
		return;
	}
	d->wait_ms = ranking_wait_ms(m, &facts, d);
	if (d->answer == ANSWER_OFFER)
		d->delay_s = client_quirk_number(&d->client, "delay=");
}
