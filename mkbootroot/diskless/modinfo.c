/*
 * The section .modinfo, and the lines in it.
 */
#include <string.h>

#include "efi/elf.h"
#include "mkbootroot/diskless/modinfo.h"

const char *
modinfo_section(const unsigned char *elf, size_t n, size_t *size)
{
	const struct efifile f = {.fd = -1, .bytes = elf, .n = n};
	uint64_t at, info_n;

	/* So that each string in it ends in it. */
	if (!elf_section(&f, 0, n, ".modinfo", UINT16_MAX, &at, &info_n) ||
	    info_n == 0 || elf[at + info_n - 1] != '\0')
		return NULL;
	*size = (size_t)info_n;
	return (const char *)elf + at;
}

const char *
modinfo_next(const char *info, size_t size, const char *key, size_t *pos)
{
	const size_t key_n = strlen(key);
	const char *line;

	while (*pos < size) {
		line = info + *pos;
		*pos += strlen(line) + 1;
		if (strncmp(line, key, key_n) == 0 && line[key_n] == '=')
			return line + key_n + 1;
	}
	return NULL;
}
