/*
 * What a DISCOVER of firmware, and of iPXE, has in it. What differs from one
 * machine to the next is unknown.
 */
#include <bsd/sys/endian.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "map/arch.h"
#include "mkbootroot/foreign/dhcpd/dhcpdoption.h"
#include "mkbootroot/foreign/dhcpd/dhcpdvalue.h"

/* The kind of network, and the address of the card. */
struct dhcpd_value
client_card(struct dhcpd_asking *a)
{
	const struct foreign_host *host = a->who->host;
	struct dhcpd_value v = { .kind = VALUE_DATA, .n = 7 };
	uint16_t *at = value_room(a, 7);

	if (at == NULL)
		return value_unknown("a card");
	at[0] = 1;
	for (int i = 0; host != NULL && i < host->octets; i++)
		at[1 + i] = host->mac[i];
	v.at = at;
	return v;
}

/* The header: op, htype, hlen, and the card at its place (RFC 2131). */
struct dhcpd_value
client_packet(struct dhcpd_asking *a)
{
	struct dhcpd_value v = { .kind = VALUE_DATA, .n = 240, .is_open = 1 },
	    card = client_card(a);
	uint16_t *at = value_room(a, 240);

	if (at == NULL || card.kind != VALUE_DATA)
		return value_unknown("a packet");
	at[0] = at[1] = 1;
	at[2] = 6;
	memcpy(at + 28, card.at + 1, 6 * sizeof(*at));
	v.at = at;
	v.why = "the packet";
	return v;
}

/* "PXEClient:Arch:00007:UNDI:003016": the version is the firmware's. */
static struct dhcpd_value
vendor_class(struct dhcpd_asking *a)
{
	struct dhcpd_value v = { .kind = VALUE_DATA, .why = "the version of "
	    "UNDI" };
	char text[40];
	size_t n;
	uint16_t *at;

	n = (size_t)snprintf(text, sizeof(text), "%s:Arch:%05u:UNDI:00",
	    a->who->is_http ? "HTTPClient" : "PXEClient", a->who->arch);
	v.n = n + 4;
	if ((at = value_room(a, v.n)) == NULL)
		return value_unknown("a vendor class");
	for (size_t i = 0; i < n; i++)
		at[i] = (unsigned char)text[i];
	v.at = at;
	return v;
}

/* A value whose length is known, and its first byte perhaps. */
static struct dhcpd_value
unread(struct dhcpd_asking *a, size_t n, int first, const char *why)
{
	struct dhcpd_value v = { .kind = VALUE_DATA, .n = n, .why = why };
	uint16_t *at = value_room(a, n);

	if (at == NULL)
		return value_unknown(why);
	if (n > 0)
		at[0] = (uint16_t)first;
	v.at = at;
	v.is_open = n == 0;
	return v;
}

/*
 * What iPXE says that it can, in option 175: what every build of it can, and
 * what belongs to its platform. Others are a matter of how it was built.
 */
static struct dhcpd_value
ipxe_feature(struct dhcpd_asking *a, const struct dhcpd_option *o)
{
	static const unsigned char of_all[] = { 16, 17, 19, 21, 23, 39 },
	    of_bios[] = { 24, 33 };
	const int is_bios = a->who->arch == ARCH_BIOS;
	const unsigned char yes = 1;

	if (!a->who->is_ipxe)
		return (struct dhcpd_value){ .kind = VALUE_NULL };
	if (o->code <= 255 && (memchr(of_all, (int)o->code, sizeof(of_all)) ||
	    (is_bios && memchr(of_bios, (int)o->code, sizeof(of_bios))) ||
	    (!is_bios && o->code == 36)))
		return value_bytes(a, &yes, 1);
	/* The bus of its card, and its version. */
	if (o->code == 177)
		return unread(a, 5, BYTE_UNKNOWN, "the card's bus");
	if (o->code == 235)
		return unread(a, 3, BYTE_UNKNOWN, "the version of iPXE");
	return value_unknown("a feature of iPXE");
}

/* Options of DHCP itself. */
static struct dhcpd_value
dhcp_option(struct dhcpd_asking *a, const struct dhcpd_option *o)
{
	const struct dhcpd_value none = { .kind = VALUE_NULL };
	unsigned char bytes[2];

	/* What has been booted sends nothing that firmware is known by. */
	if (a->who->is_system && (o->code == 60 || o->code == 77 ||
	    o->code == 93 || o->code == 94 || o->code == 97 ||
	    o->code == 175))
		return none;
	be16enc(bytes, (uint16_t)a->who->arch);
	switch (o->code) {
	case 53:	/* BOOTP, which has none, is not asked for */
		return unread(a, 1, BYTE_UNKNOWN, o->name);
	case 57:
		return unread(a, 2, BYTE_UNKNOWN, "how long packets may be");
	case 55:
		return unread(a, 0, 0, "what the client asks for");
	case 60:
		return vendor_class(a);
	case 61:	/* ROMs send none; iPXE its card, or none */
		return a->who->is_ipxe || a->who->is_system ?
		    value_unknown("a client id") : none;
	case 77:
		return a->who->is_ipxe ? value_bytes(a, "iPXE", 4) : none;
	case 93:
		return value_bytes(a, bytes, 2);
	case 94:
		return unread(a, 3, 1, "the version of UNDI");
	case 97:
		return unread(a, 17, 0, "the client's UUID");
	case 175:
		return a->who->is_ipxe ? unread(a, 0, 0, "iPXE's features") :
		    none;
	default:
		return value_unknown(o->name);
	}
}

struct dhcpd_value
client_option(struct dhcpd_asking *a, const struct dhcpd_option *o)
{
	if (o->space == SPACE_DHCP)
		return dhcp_option(a, o);
	/* dhcpd takes it apart where the file says so. */
	if (o->space == option_inside(a->d, 175))
		return ipxe_feature(a, o);
	return value_unknown(o->name);
}
