/*
 * Who the client is, and what it can load. Pure.
 */
#include <string.h>

#include "arch.h"
#include "identity.h"

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

	if ((p = message_option(m, OPTION_CLASS, &n)) == NULL)
		return;
	for (i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		length = strlen(classes[i].begins);
		if (n >= length && memcmp(p, classes[i].begins, length) == 0)
			m->class = classes[i].class;
	}
}

/*
 * iPXE puts the bare word into 77; RFC 3004 wants a list of counted words,
 * and configured firmware sends that.
 */
static void
stage_read(struct message *m)
{
	const unsigned char *p;
	size_t n, i;

	if ((p = message_option(m, OPTION_USER_CLASS, &n)) == NULL)
		return;
	if (n == 4 && memcmp(p, "iPXE", 4) == 0)
		m->stage = STAGE_IPXE;
	for (i = 0; i < n && n - i - 1 >= p[i]; i += 1u + p[i])
		if (p[i] == 4 && memcmp(p + i + 1, "iPXE", 4) == 0)
			m->stage = STAGE_IPXE;
}

static const char *
arch_read(struct message *m)
{
	const unsigned char *p;
	size_t n, i;

	if ((p = message_option(m, OPTION_ARCH, &n)) == NULL)
		return NULL;
	if (n == 0 || n % 2 != 0)
		return "bad-option-93";
	for (i = 0; i < n && m->archs < MESSAGE_ARCH_MAX; i += 2)
		m->arch[m->archs++] = (unsigned)p[i] << 8 | p[i + 1];
	return NULL;
}

/*
 * Old ROMs leave the UUID out, or send 97 empty; it is no reason not to boot
 * them. Its first byte is the type, and 0 the only one.
 */
static const char *
uuid_read(struct message *m)
{
	const unsigned char *p;
	size_t n;

	if ((p = message_option(m, OPTION_UUID, &n)) == NULL || n == 0)
		return NULL;
	if (n != 17 || p[0] != 0)
		return "bad-option-97";
	memcpy(m->uuid, p + 1, 16);
	m->has_uuid = 1;
	return NULL;
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

const char *
identity_read(struct message *m)
{
	const char *why;

	class_read(m);
	stage_read(m);
	if ((why = arch_read(m)) != NULL || (why = uuid_read(m)) != NULL)
		return why;
	pi_read(m);
	return NULL;
}

int
message_ipxe_has(const struct message *m, unsigned feature)
{
	const unsigned char *p;
	size_t n, pos, value_n;

	if ((p = message_option(m, OPTION_IPXE, &n)) == NULL || n < 3)
		return 1;
	for (pos = 0; n - pos >= 2; pos += 2 + value_n) {
		value_n = p[pos + 1];
		if (value_n > n - pos - 2)
			break;
		if (p[pos] == feature)
			return value_n > 0 && p[pos + 2] != 0;
	}
	return 0;
}
