/*
 * Who the client is, and what it can load. Pure.
 */
#include <bsd/sys/endian.h>
#include <string.h>

#include "dhcp-helper/area.h"
#include "dhcp-helper/clientid.h"
#include "dhcp-helper/identity.h"
#include "map/arch.h"

static void
class_read(struct message *m)
{
	static const struct {
		const char *begins;
		enum message_class class;
	} classes[] = {
		{ "PXEClient", CLASS_PXE }, { "HTTPClient", CLASS_HTTP },
		{ "U-Boot", CLASS_UBOOT }, { "AAPLBSDPC", CLASS_APPLE }
	};
	const unsigned char *p;
	size_t n, length, i;

	if ((p = message_option(m, OPTION_VENDOR_CLASS, &n)) == NULL)
		return;
	for (i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		length = strlen(classes[i].begins);
		if (n >= length && memcmp(p, classes[i].begins, length) == 0)
			m->class = classes[i].class;
	}
}

/* Some builds count the NUL that ends the word. */
static int
is_ipxe_word(const unsigned char *p, size_t n)
{
	while (n > 0 && p[n - 1] == '\0')
		n--;
	return n == 4 && (memcmp(p, "iPXE", 4) == 0 ||
	    memcmp(p, "gPXE", 4) == 0);
}

/*
 * iPXE puts the bare word into 77; RFC 3004 wants a list of counted words,
 * and configured firmware sends that. Who builds iPXE may write another word
 * there, or none. Then 175 is left, which nobody but iPXE and its forefathers
 * sends: sub-options, of which the first has to fit.
 */
static void
stage_read(struct message *m)
{
	const unsigned char *p, *value;
	size_t n, i, pos = 0, value_n;
	unsigned code;

	if ((p = message_option(m, OPTION_USER_CLASS, &n)) != NULL) {
		if (is_ipxe_word(p, n))
			m->stage = STAGE_IPXE;
		for (i = 0; i < n && n - i - 1 >= p[i]; i += 1u + p[i])
			if (is_ipxe_word(p + i + 1, p[i]))
				m->stage = STAGE_IPXE;
	}
	if ((p = message_option(m, OPTION_IPXE, &n)) != NULL &&
	    area_next(p, n, &pos, &code, &value, &value_n) == 1 && value_n > 0)
		m->stage = STAGE_IPXE;
}

/* The arch that the vendor class names, "PXEClient:Arch:00007:..."; -1. */
static int
class_arch(const struct message *m)
{
	static const char word[] = ":Arch:";
	const size_t word_n = sizeof(word) - 1;
	const unsigned char *p;
	size_t n, i;
	int arch = 0;

	if ((p = message_option(m, OPTION_VENDOR_CLASS, &n)) == NULL ||
	    (p = memmem(p, n, word, word_n)) == NULL)
		return -1;
	n -= (size_t)(p - (m->store +
	    m->option[OPTION_VENDOR_CLASS].at)) + word_n;
	p += word_n;
	for (i = 0; i < n && i < 5 && p[i] >= '0' && p[i] <= '9'; i++)
		arch = 10 * arch + (p[i] - '0');
	return i > 0 && arch <= ARCH_MAX ? arch : -1;
}

/*
 * Without 93 the class says it as well. A bare PXEClient is older than UEFI:
 * a PC with BIOS. U-Boot is told by its class alone.
 */
static void
arch_read(struct message *m)
{
	const unsigned char *p;
	size_t n, i;
	int arch;

	if ((p = message_option(m, OPTION_ARCH, &n)) != NULL &&
	    (n == 0 || n % 2 != 0)) {
		message_ignore(m, OPTION_ARCH);
		p = NULL;
	}
	if (p == NULL) {
		arch = class_arch(m);
		if (arch == -1 && m->class == CLASS_PXE)
			arch = ARCH_BIOS;
		if (arch != -1)
			m->arch[m->archs++] = (unsigned)arch;
		return;
	}
	for (i = 0; i < n && m->archs < MESSAGE_ARCH_MAX; i += 2)
		m->arch[m->archs++] = be16dec(p + i);
}

/*
 * Old ROMs leave the UUID out, or send 97 empty; it is no reason not to boot
 * them. Its first byte is the type, and 0 the only one.
 */
static void
uuid_read(struct message *m)
{
	const unsigned char *p;
	size_t n;

	if ((p = message_option(m, OPTION_UUID, &n)) == NULL || n == 0)
		return;
	if (n != 17 || p[0] != 0) {
		message_ignore(m, OPTION_UUID);
		return;
	}
	memcpy(m->uuid, p + 1, 16);
	m->has_uuid = 1;
}

/* Whether there are six bytes in chaddr, and nothing else. */
static int
has_ethernet(const struct message *m)
{
	static const unsigned char none[16];

	return memcmp(m->chaddr, none, 6) != 0 &&
	    memcmp(m->chaddr + 6, none, 10) == 0;
}

/*
 * Ethernet's addresses have six bytes, also where hlen says 0 or 16.
 * InfiniBand's addresses do not fit into chaddr, and RFC 4390 wants it empty,
 * with hlen 0: such a client is known by its UUID, or by what its client
 * identifier is made of.
 */
static enum silence
hardware_read(struct message *m)
{
	const unsigned char *p;
	size_t n;

	if (m->htype == HTYPE_ETHERNET && m->hlen != 6 && has_ethernet(m))
		m->hlen = 6;
	if (m->hlen == 6) {
		memcpy(m->mac, m->chaddr, sizeof(m->mac));
		m->has_mac = 1;
	}
	if (m->hlen != 0)
		return SILENCE_NOT;
	p = message_option(m, OPTION_CLIENT_ID, &n);
	if (p != NULL && n >= 2) {
		m->has_mac = clientid_mac(p, n, m->mac);
		if (!m->has_uuid)
			m->has_uuid = clientid_uuid(p, n, m->uuid);
	}
	return m->has_uuid || (p != NULL && n >= 2) ? SILENCE_NOT :
	    SILENCE_BAD_HLEN;
}

/*
 * A Raspberry Pi says that it is a PC with BIOS. The Pi 4 and 5 begin their
 * UUID with their name; the ROM of the Pi 3 has one xid for ever.
 */
static void
pi_read(struct message *m)
{
	static const unsigned char xid[4] = { 0x26, 0xf3, 0x03, 0x39 };

	if (m->class != CLASS_PXE)
		return;
	if (m->has_uuid && memcmp(m->uuid, "RPi", 3) == 0)
		m->is_pi = 1;
	else if (m->archs > 0 && m->arch[0] == ARCH_RPI)
		m->is_pi = 1;
	else if (m->archs > 0 && m->arch[0] == ARCH_BIOS &&
	    m->stage == STAGE_ROM && memcmp(m->xid, xid, sizeof(xid)) == 0)
		m->is_pi = 1;
}

enum silence
identity_read(struct message *m)
{
	enum silence why;

	class_read(m);
	stage_read(m);
	arch_read(m);
	uuid_read(m);
	if ((why = hardware_read(m)) != SILENCE_NOT)
		return why;
	pi_read(m);
	return SILENCE_NOT;
}

size_t
message_card(const struct message *m, unsigned char card[MESSAGE_CARD_MAX])
{
	const unsigned char *p = m->chaddr;
	size_t n = m->hlen;

	memset(card, 0, MESSAGE_CARD_MAX);
	if (n == 0 && m->has_uuid) {
		p = m->uuid;
		n = sizeof(m->uuid);
	} else if (n == 0) {
		/* That of InfiniBand begins alike for all. */
		p = message_option(m, OPTION_CLIENT_ID, &n);
		if (n > MESSAGE_CARD_MAX) {
			p += n - MESSAGE_CARD_MAX;
			n = MESSAGE_CARD_MAX;
		}
	}
	memcpy(card, p, n);
	return n;
}

int
message_ipxe_says(const struct message *m, unsigned feature)
{
	const unsigned char *p, *value;
	size_t n, pos = 0, value_n;
	unsigned code;

	if ((p = message_option(m, OPTION_IPXE, &n)) == NULL)
		return 0;
	while (area_next(p, n, &pos, &code, &value, &value_n) == 1)
		if (code == feature)
			return value_n > 0 && value[0] != 0;
	return 0;
}

int
message_ipxe_has(const struct message *m, unsigned feature)
{
	size_t n;

	return message_option(m, OPTION_IPXE, &n) == NULL || n < 3 ||
	    message_ipxe_says(m, feature);
}
