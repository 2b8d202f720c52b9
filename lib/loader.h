/*
 * Which loader a client starts with: arch and stage pick one boot file out
 * of the merged record. Pure.
 */
#ifndef LOADER_H
#define LOADER_H

#include "client.h"

/* Who asks: the firmware, or the iPXE that it or we have started. */
enum client_stage { STAGE_ROM, STAGE_IPXE };

/*
 * The boot file for an arch and a stage: a text for client_path(), or NULL:
 * there is none. The iPXE stage gets ipxe= if given; else under EFI the
 * image's GRUB, not shim; else under BIOS the image's PXELINUX; else the
 * generated script, "/boot.ipxe". An iPXE binary is never given to iPXE.
 * *why (why may be NULL) is set to words for explain: where it comes from,
 * or why there is none.
 */
const char *client_bootfile(const struct client *c, unsigned arch,
    enum client_stage stage, const char **why);

#endif
