/*
 * Knowing who fails on the wrap of the block numbers.
 */
#include <string.h>

#include "map/arch.h"
#include "map/bootword.h"
#include "tftpd/wrapfault.h"

/* Whose MAC addresses are a Raspberry Pi's. */
static int
is_raspberry(const unsigned char mac[6])
{
	static const unsigned char prefixes[][3] = {
		{0x28, 0xcd, 0xc1}, {0x2c, 0xcf, 0x67}, {0x88, 0xa2, 0x9e},
		{0xb8, 0x27, 0xeb}, {0xd8, 0x3a, 0xdd}, {0xdc, 0xa6, 0x32},
		{0xe4, 0x5f, 0x01},
	};

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (memcmp(mac, prefixes[i], sizeof(prefixes[i])) == 0)
			return 1;
	return 0;
}

/* Whether the map gives the client a boot file for a Raspberry Pi. */
static int
boots_as_raspberry(const struct client *c)
{
	const struct record *const levels[] = {&c->own, &c->group_record,
	    &c->image_record};
	struct field f;
	size_t pos;

	for (size_t i = 0; i < 3; i++)
		for (pos = 0; record_next(levels[i], &pos, &f) == 1;)
			if (f.tag == FIELD_FILE && f.arch == ARCH_RPI &&
			    !bootword_is_none(f.text))
				return 1;
	return 0;
}

const char *
wrapfault_client(const struct who *who, const struct client *c)
{
	if ((who->has_mac && is_raspberry(who->mac)) ||
	    (c != NULL && boots_as_raspberry(c)))
		return "a Raspberry Pi";
	return NULL;
}

uint64_t
wrapfault_blocks(uint64_t size, unsigned blksize)
{
	uint64_t blocks = size / blksize + 1;

	return blocks > WRAPFAULT_BLOCK ? blocks : 0;
}
