/*
 * Names that firmware asks for and nobody has given to a file. Pure.
 */
#ifndef ODDNAME_H
#define ODDNAME_H

#include "view/view.h"

/*
 * Firmware that takes option 67 for a C string asks for its text and for what
 * lies behind it in memory: 0xff, or the next option. 1: shorter is the name as
 * it came up to the first byte of its last part that is no printable ASCII, or
 * where that part has none, or begins with one, up to the first of all; 0: there
 * is no such byte, or no name before it. shorter may be the name itself.
 */
int oddname_cut(const char *name, char shorter[VIEW_PATH_SIZE]);

/*
 * Loaders put the folder of their boot file before each name, also before one that
 * begins with a slash: U-Boot asks for "debian12//debian12/linux" (boot/pxe_utils.c:
 * get_relfile()). 1: behind is what is behind the two slashes; 0: there are none.
 */
int oddname_behind(const char *name, char behind[VIEW_PATH_SIZE]);

/*
 * Whether a path can be what shim 15.8 makes of the label of a boot entry, such
 * as "Onboard NIC": firmware of Dell's hands that over where a loader's options
 * belong, and its first word is taken for the name of the second stage. It is
 * never a name that shim or GRUB asks for by itself: these end in .efi, .cfg and
 * the like.
 */
int oddname_is_label(const char *path);

/* What shim asks for before its second stage, and can do without. */
int oddname_is_of_shim(const char *path);

#endif
