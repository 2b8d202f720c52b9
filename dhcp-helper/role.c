/*
 * Whom a client asks: a DHCP server for its own address, a proxy beside another DHCP
 * server, or the boot server on port 4011.
 */
#include "dhcp-helper/facing.h"
#include "dhcp-helper/lease.h"
#include "dhcp-helper/role.h"

int
role_is_pxe(const struct message *m)
{
	return m->class == CLASS_PXE || m->class == CLASS_OTHER;
}

/* The boot server's part of PXE 2.1: a boot item is asked for, which is the
 * file. Its last bit wants a signature, which nobody ever had. */
static enum silence
give_item(const struct message *m, struct decision *d)
{
	if (m->boot_item[2] & 0x80)
		return SILENCE_NO_BIS;
	d->vendor = VENDOR_ITEM;
	d->answer = ANSWER_ACK;
	return SILENCE_NOT;
}

/*
 * On 4011: the REQUEST to a proxy, or an INFORM. iPXE names there whom it
 * means, EDK2 does not. Whoever has been told to ask nobody there was sent
 * by the answer of another server, one with option 60 and without 43.
 */
enum silence
role_proxy(const struct message *m, const struct interface *via,
    struct decision *d)
{
	if (m->type != MESSAGE_REQUEST && m->type != MESSAGE_INFORM)
		return SILENCE_WRONG_PORT;
	if (m->has_server_id && !facing_has(via, m->server_id))
		return SILENCE_NOT_FOR_US;
	d->to = TO_SENDER;
	if (m->has_boot_item && role_is_pxe(m))
		return give_item(m, d);
	if (m->class == CLASS_PXE && d->found &&
	    (client_quirk(&d->client, "direct") ||
	    (!client_quirk(&d->client, "binl") &&
	    !client_quirk(&d->client, "no-43"))))
		d->hint = "option-60-without-43";
	d->answer = ANSWER_ACK;
	return SILENCE_NOT;
}

/*
 * On 67, a client that boots and has its address from another server: its
 * DISCOVER, and a boot item that it asks all servers for. A REQUEST is for
 * the server that gave the address. When it asked first it had none, and may
 * have heard of us by another of our addresses.
 */
static enum silence
ask_beside(const struct message *m, const struct interface *via,
    struct decision *d)
{
	if (m->type == MESSAGE_DISCOVER) {
		d->answer = ANSWER_OFFER;
		return SILENCE_NOT;
	}
	if ((m->type == MESSAGE_REQUEST || m->type == MESSAGE_INFORM) &&
	    m->has_boot_item && role_is_pxe(m) && (!m->has_server_id ||
	    facing_is_named(m, d, via)))
		return give_item(m, d);
	return m->type == MESSAGE_BOOTP ? SILENCE_NO_IP : SILENCE_NOT_FOR_US;
}

/* Who answers on 67: the DHCP server for its own, the proxy for all else. */
enum silence
role_server(const struct message *m, const struct facts *f, struct decision *d)
{
	enum silence why;

	if (!d->found || !d->client.has_ip || (d->class != NULL &&
	    m->has_boot_item && role_is_pxe(m) && m->type != MESSAGE_DISCOVER))
		return ask_beside(m, f->via, d);
	why = lease_decide(m, f, d);
	if (why == SILENCE_NOT || d->class == NULL ||
	    m->type != MESSAGE_DISCOVER)
		return why;
	/* Somewhere else it boots as a guest, with an address of others; and so
	   it does where its own is in use. */
	if (why == SILENCE_CONFLICT)
		d->hint = "address-in-conflict";
	else if (why != SILENCE_OTHER_SUBNET)
		return why;
	return ask_beside(m, f->via, d);
}
