/*
 * What a boot file is for, as far as its name tells. Pure.
 */
#ifndef FOREIGN_SUITS_H
#define FOREIGN_SUITS_H

#include "mkbootroot/foreign/kind.h"

/*
 * Whether this kind can start a file of this name, perhaps: a URL is for iPXE and
 * for firmware that boots by HTTP, pxelinux.0 is for BIOS, grubaa64.efi for arm64.
 */
int suits(const char *file, const struct kind *k);

/*
 * Whether the file is a program of UEFI; and whether it is one whose machine its
 * name does not tell.
 */
int suits_efi(const char *file);
int suits_any_efi(const char *file);

#endif
