/*
 * Names as distributions, iPXE and howtos give them.
 */
#include <string.h>

#include "file/lastpart.h"
#include "map/arch.h"
#include "mkbootroot/foreign/suits.h"
#include "mkbootroot/text/mapvalue.h"

#define ARCH_ANY_EFI 65536u	/* no number of the registry */
#define ARCH_ANY 65537u

/* The machine of a program of UEFI, by its name. */
static unsigned
machine(const char *name)
{
	static const struct {
		const char *part;
		unsigned arch;
	} parts[] = {
		{ "aa64", ARCH_ARM64 }, { "arm64", ARCH_ARM64 },
		{ "aarch64", ARCH_ARM64 }, { "riscv64", ARCH_RISCV64 },
		{ "loong", ARCH_LOONG64 }, { "arm32", ARCH_ARM32 },
		{ "bootarm.", ARCH_ARM32 }, { "grubarm.", ARCH_ARM32 },
		{ "x86_64", ARCH_X64 }, { "x86-64", ARCH_X64 },
		{ "amd64", ARCH_X64 }, { "x64", ARCH_X64 },
		{ "ia32", ARCH_IA32 }, { "i386", ARCH_IA32 },
		{ "i686", ARCH_IA32 }
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (strcasestr(name, parts[i].part) != NULL)
			return parts[i].arch;
	return ARCH_ANY_EFI;
}

static unsigned
meant_for(const char *file)
{
	static const char *const bios[] = { ".0", ".kpxe", ".kkpxe", ".kkkpxe",
	    ".pxe", ".lkrn", ".n12", ".com" };
	const char *name = last_part(file);

	if (last_part_ends(name, ".efi"))
		/* The folder tells it where the name does not. */
		return machine(name) != ARCH_ANY_EFI ? machine(name) :
		    machine(file);
	for (size_t i = 0; i < sizeof(bios) / sizeof(bios[0]); i++)
		if (last_part_ends(name, bios[i]))
			return ARCH_BIOS;
	return ARCH_ANY;
}

int
suits_efi(const char *file)
{
	return last_part_ends(file, ".efi");
}

int
suits_any_efi(const char *file)
{
	return meant_for(file) == ARCH_ANY_EFI;
}

int
suits(const char *file, const struct kind *k)
{
	const unsigned arch = meant_for(file);

	if (k->as == AS_HTTP)
		return value_http(file) == NULL;
	if (k->as == AS_ROM && value_is_url(file))
		return 0;
	return arch == ARCH_ANY || arch == k->word ||
	    (arch == ARCH_ANY_EFI && arch_is_efi(k->word));
}
