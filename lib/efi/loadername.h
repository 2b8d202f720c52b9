/*
 * The programs that a loader's name stands for.
 */
#ifndef LOADERNAME_H
#define LOADERNAME_H

#include "config/config.h"

enum loader_kind {
	LOADER_NONE, LOADER_PXELINUX, LOADER_SYSLINUX_EFI, LOADER_SHIM,
	LOADER_GRUB, LOADER_GRUB_BIOS, LOADER_EFI, LOADER_IPXE,
	LOADER_IPXE_BIOS, LOADER_SYSTEMD_BOOT, LOADER_REFIND, LOADER_UKI
};

struct loader_name {
	const char *name;
	enum loader_kind kind;
	unsigned arch;		/* canonical; an EFI file may know better */
	const char *beside;	/* what it loads next from its own folder */
};

/* The entry for a file's name in any case; NULL: it is no known loader. */
const struct loader_name *loader_by_name(const char *name);

/* What a shim of this arch loads next; NULL: it is not known. */
const char *loader_next_of_shim(unsigned arch);

/* Whether a name is that of a program that shim starts to mend its keys. */
int loader_is_of_shim(const char *name);

/*
 * Which configuration the loader at this path asks for; CONFIG_NONE: it is
 * not known, or asks for none.
 */
enum config_language loader_language(const char *path);

#endif
