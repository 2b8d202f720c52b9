/*
 * Client identifiers, taken apart. Pure.
 *
 * The first byte is a type of hardware, with its address behind (RFC 2132
 * section 9.14); 0, with a UUID behind, as firmware writes it; or 255, with
 * an IAID and a DUID behind (RFC 4361), which may be of an address or of a
 * UUID (RFC 8415 section 11). InfiniBand's cards have a form of their own,
 * with their GUID at the end.
 */
#include <string.h>

#include "dhcp-helper/clientid.h"

#define TYPE_UUID 0
#define TYPE_ETHERNET 1
#define TYPE_DUID 255
#define DUID_AT 5		/* behind the type and the IAID */
#define DUID_LLT 1		/* of an address and a time */
#define DUID_LL 3
#define DUID_UUID 4

/* The DUID in an identifier behind its type, or NULL: it has not this one. */
static const unsigned char *
duid(const unsigned char *id, size_t n, unsigned type, size_t length)
{
	return n == DUID_AT + 2 + length && id[0] == TYPE_DUID &&
	    id[DUID_AT] == 0 && id[DUID_AT + 1] == type ?
	    id + DUID_AT + 2 : NULL;
}

/*
 * The MAC address in a GUID: what is left without the two bytes that made it
 * longer, as the makers of cards print it and as their ROMs send it.
 */
static int
guid_mac(const unsigned char *guid, unsigned char mac[6])
{
	static const unsigned char filling[][2] =
	    { { 0xff, 0xff }, { 0xff, 0xfe }, { 0x03, 0x00 } };
	size_t i;

	for (i = 0; i < sizeof(filling) / sizeof(filling[0]); i++)
		if (memcmp(guid + 3, filling[i], 2) == 0) {
			memcpy(mac, guid, 3);
			memcpy(mac + 3, guid + 5, 3);
			return 1;
		}
	return 0;
}

int
clientid_mac(const unsigned char *id, size_t n, unsigned char mac[6])
{
	static const unsigned char infiniband[] = { TYPE_DUID, 0, 0, 0, 0, 0, 2,
	    0, 0, 2, 0xc9, 0 };
	const unsigned char *p;
	size_t at = 2;		/* behind the type of the hardware */

	if (n == 7 && id[0] == TYPE_ETHERNET) {
		memcpy(mac, id + 1, 6);
		return 1;
	}
	if (n == sizeof(infiniband) + 8 &&
	    memcmp(id, infiniband, sizeof(infiniband)) == 0)
		return guid_mac(id + sizeof(infiniband), mac);
	if ((p = duid(id, n, DUID_LL, 8)) == NULL) {
		p = duid(id, n, DUID_LLT, 12);
		at = 6;
	}
	if (p == NULL || p[0] != 0 || p[1] != TYPE_ETHERNET)
		return 0;
	memcpy(mac, p + at, 6);
	return 1;
}

int
clientid_uuid(const unsigned char *id, size_t n, unsigned char uuid[16])
{
	const unsigned char *p;

	if (n == 17 && id[0] == TYPE_UUID)
		p = id + 1;
	else if ((p = duid(id, n, DUID_UUID, 16)) == NULL)
		return 0;
	memcpy(uuid, p, 16);
	return 1;
}
