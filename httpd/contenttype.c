/*
 * The types. EDK2 starts what is named .efi or has its type, and takes what is
 * named .iso for a disk.
 */
#include <string.h>
#include <strings.h>

#include "httpd/contenttype.h"

#define EFI "application/efi"
#define TEXT CONTENTTYPE_TEXT

static const struct {
	const char *suffix, *type;
} types[] = {
	{".efi", EFI},
	{".cfg", TEXT}, {".conf", TEXT}, {".ipxe", TEXT}, {".ks", TEXT},
	{".lst", TEXT}, {".preseed", TEXT}, {".seed", TEXT}, {".sh", TEXT},
	{".txt", TEXT},
	{".json", "application/json"},	/* RFC 8259 */
	{".xml", "application/xml"},	/* RFC 7303 */
	{".yaml", "application/yaml"}, {".yml", "application/yaml"}, /* 9512 */
};

/* The number at an offset, of two or four bytes, as PE has them. */
static size_t
little(const unsigned char *p, size_t bytes)
{
	size_t value = 0;

	while (bytes-- > 0)
		value = value << 8 | p[bytes];
	return value;
}

/*
 * A PE file whose subsystem is one of EFI's. Where its headers lie behind what we
 * are given it is none for us: those of loaders and kernels lie at the begin.
 */
static int
is_efi(const unsigned char *p, size_t n)
{
	size_t pe, subsystem;

	if (n < 0x40 || memcmp(p, "MZ", 2) != 0)
		return 0;
	pe = little(p + 0x3c, 4);
	if (pe > n || n - pe < 0x5e || memcmp(p + pe, "PE\0\0", 4) != 0)
		return 0;
	subsystem = little(p + pe + 0x5c, 2);
	return subsystem >= 10 && subsystem <= 13;
}

const char *
contenttype_of(const char *name, const unsigned char *begin, size_t n)
{
	size_t name_n = strlen(name);

	if (is_efi(begin, n))
		return EFI;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		size_t suffix_n = strlen(types[i].suffix);

		if (name_n > suffix_n && strcasecmp(name + name_n - suffix_n,
		    types[i].suffix) == 0)
			return types[i].type;
	}
	return "application/octet-stream";
}
