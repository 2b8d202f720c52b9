/*
 * Names of loaders, the better one of a kind first. "boot..." is what
 * removable media have: shim where GRUB lies beside it, else anything.
 */
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "efi/loadername.h"
#include "file/lastpart.h"
#include "map/arch.h"

static const struct loader_name names[] = {
	{ "pxelinux.0", LOADER_PXELINUX, ARCH_BIOS, "ldlinux.c32" },
	{ "lpxelinux.0", LOADER_PXELINUX, ARCH_BIOS, "ldlinux.c32" },
	{ "gpxelinux.0", LOADER_PXELINUX, ARCH_BIOS, NULL },
	{ "grub.0", LOADER_GRUB_BIOS, ARCH_BIOS, NULL },
	{ "core.0", LOADER_GRUB_BIOS, ARCH_BIOS, NULL },
	{ "undionly.kpxe", LOADER_IPXE_BIOS, ARCH_BIOS, NULL },
	{ "undionly.kkpxe", LOADER_IPXE_BIOS, ARCH_BIOS, NULL },
	{ "ipxe.pxe", LOADER_IPXE_BIOS, ARCH_BIOS, NULL },
	{ "ipxe.kpxe", LOADER_IPXE_BIOS, ARCH_BIOS, NULL },

	{ "bootnetx64.efi", LOADER_SHIM, ARCH_X64, "grubx64.efi" },
	{ "shimx64.efi.signed", LOADER_SHIM, ARCH_X64, "grubx64.efi" },
	{ "shimx64.efi", LOADER_SHIM, ARCH_X64, "grubx64.efi" },
	{ "shim.efi", LOADER_SHIM, ARCH_X64, "grubx64.efi" },
	{ "bootx64.efi", LOADER_EFI, ARCH_X64, "grubx64.efi" },
	{ "grubnetx64.efi.signed", LOADER_GRUB, ARCH_X64, NULL },
	{ "grubnetx64.efi", LOADER_GRUB, ARCH_X64, NULL },
	{ "grubx64.efi.signed", LOADER_GRUB, ARCH_X64, NULL },
	{ "grubx64.efi", LOADER_GRUB, ARCH_X64, NULL },
	{ "core.efi", LOADER_GRUB, ARCH_X64, NULL },
	{ "syslinux.efi", LOADER_SYSLINUX_EFI, ARCH_X64, "ldlinux.e64" },
	{ "snponly.efi", LOADER_IPXE, ARCH_X64, NULL },
	{ "ipxe.efi", LOADER_IPXE, ARCH_X64, NULL },

	{ "bootnetaa64.efi", LOADER_SHIM, ARCH_ARM64, "grubaa64.efi" },
	{ "shimaa64.efi.signed", LOADER_SHIM, ARCH_ARM64, "grubaa64.efi" },
	{ "shimaa64.efi", LOADER_SHIM, ARCH_ARM64, "grubaa64.efi" },
	{ "bootaa64.efi", LOADER_EFI, ARCH_ARM64, "grubaa64.efi" },
	{ "grubnetaa64.efi.signed", LOADER_GRUB, ARCH_ARM64, NULL },
	{ "grubnetaa64.efi", LOADER_GRUB, ARCH_ARM64, NULL },
	{ "grubaa64.efi.signed", LOADER_GRUB, ARCH_ARM64, NULL },
	{ "grubaa64.efi", LOADER_GRUB, ARCH_ARM64, NULL },
	{ "snponly-arm64.efi", LOADER_IPXE, ARCH_ARM64, NULL },
	{ "ipxe-arm64.efi", LOADER_IPXE, ARCH_ARM64, NULL },

	{ "bootnetia32.efi", LOADER_SHIM, ARCH_IA32, "grubia32.efi" },
	{ "shimia32.efi.signed", LOADER_SHIM, ARCH_IA32, "grubia32.efi" },
	{ "shimia32.efi", LOADER_SHIM, ARCH_IA32, "grubia32.efi" },
	{ "bootia32.efi", LOADER_EFI, ARCH_IA32, "grubia32.efi" },
	{ "grubnetia32.efi.signed", LOADER_GRUB, ARCH_IA32, NULL },
	{ "grubnetia32.efi", LOADER_GRUB, ARCH_IA32, NULL },
	{ "grubia32.efi.signed", LOADER_GRUB, ARCH_IA32, NULL },
	{ "grubia32.efi", LOADER_GRUB, ARCH_IA32, NULL },
	{ "ipxe-i386.efi", LOADER_IPXE, ARCH_IA32, NULL },

	{ "bootarm.efi", LOADER_EFI, ARCH_ARM32, "grubarm.efi" },
	{ "grubnetarm.efi", LOADER_GRUB, ARCH_ARM32, NULL },
	{ "grubarm.efi", LOADER_GRUB, ARCH_ARM32, NULL },

	{ "shimriscv64.efi", LOADER_SHIM, ARCH_RISCV64, "grubriscv64.efi" },
	{ "bootriscv64.efi", LOADER_EFI, ARCH_RISCV64, "grubriscv64.efi" },
	{ "grubnetriscv64.efi", LOADER_GRUB, ARCH_RISCV64, NULL },
	{ "grubriscv64.efi", LOADER_GRUB, ARCH_RISCV64, NULL },

	{ "bootloongarch64.efi", LOADER_EFI, ARCH_LOONG64,
	    "grubloongarch64.efi" },
	{ "grubnetloongarch64.efi", LOADER_GRUB, ARCH_LOONG64, NULL },
	{ "grubloongarch64.efi", LOADER_GRUB, ARCH_LOONG64, NULL },
};

const struct loader_name *
loader_by_name(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcasecmp(name, names[i].name) == 0)
			return &names[i];
	return NULL;
}

const char *
loader_next_of_shim(unsigned arch)
{
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].arch == arch && names[i].beside != NULL &&
		    (names[i].kind == LOADER_SHIM ||
		    names[i].kind == LOADER_EFI))
			return names[i].beside;
	return NULL;
}

int
loader_is_of_shim(const char *name)
{
	static const char *const builds[] = { "x64.efi", "ia32.efi",
	    "aa64.efi", "arm.efi", "riscv64.efi", "loongarch64.efi" };
	size_t i;

	if (strncasecmp(name, "mm", 2) != 0 && strncasecmp(name, "fb", 2) != 0)
		return 0;
	for (i = 0; i < sizeof(builds) / sizeof(builds[0]); i++)
		if (strncasecmp(name + 2, builds[i], strlen(builds[i])) == 0)
			return 1;
	return 0;
}

enum config_language
loader_language(const char *path)
{
	const struct loader_name *l = loader_by_name(last_part(path));

	switch (l == NULL ? LOADER_NONE : l->kind) {
	case LOADER_PXELINUX:
	case LOADER_SYSLINUX_EFI:
		return CONFIG_PXELINUX;
	case LOADER_SHIM:
	case LOADER_EFI:
	case LOADER_GRUB:
	case LOADER_GRUB_BIOS:
		return CONFIG_GRUB;
	case LOADER_IPXE:
	case LOADER_IPXE_BIOS:
		return CONFIG_IPXE;
	default:
		return CONFIG_NONE;
	}
}
