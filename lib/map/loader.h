/*
 * Which loader a client starts with: arch and stage pick one boot file out
 * of the merged record. Pure.
 */
#ifndef LOADER_H
#define LOADER_H

#include "map/client.h"

/* The generated iPXE script, by the name that is the same for every client. */
#define LOADER_SCRIPT "/boot.ipxe"

/* Who asks: the firmware, or the iPXE that it or we have started. */
enum client_stage { STAGE_ROM, STAGE_IPXE };

/*
 * The boot file for an arch and a stage: a text for client_path(), or NULL:
 * there is none. *why (why may be NULL) is set to words for explain: where
 * it comes from, or why there is none. A tftp:// URL that is for firmware is a
 * file on another server, see bootserver.h.
 *
 * For firmware that loads by HTTP it is a URL, or where http= speaks the path of
 * what the same machine gets by PXE, which is to be told as a URL.
 *
 * Where generated configuration is to be had, the image loaders has loaders
 * for every client that has none of its own. local under BIOS gets a loader
 * that leaves for the disk, under UEFI none unless quirk=local-exit asks for
 * GRUB.
 *
 * The iPXE stage gets x64-ipxe= or ipxe= if given; else under BIOS the image's loader;
 * else the generated script, LOADER_SCRIPT, which boots the kernel, or starts
 * the image's GRUB, or has the menu, or boots the disk. An iPXE binary is
 * never given to iPXE, nor shim, which its EFI build cannot start. GRUB is
 * not given to it directly: GRUB reads the server from the DHCP server's ACK
 * alone, and a proxy's word does not reach it; the script can set it.
 */
const char *client_bootfile(const struct client *c, unsigned arch,
    enum client_stage stage, const char **why);

/*
 * Whether there is none because the map says so: x64=-, ipxe=-, x64-ipxe=-.
 */
int loader_is_none(const struct client *c, unsigned arch,
    enum client_stage stage);

/*
 * Whether file= of a vendor class counts before the word about this arch, which
 * it does unless that stands in a more particular record.
 */
int loader_is_of_class(const struct client *c, unsigned arch,
    const char *file);

/* Whether a path names a program that is iPXE, by the names of its build. */
int loader_is_ipxe(const char *path);

/*
 * Whether the boot file of an arch ends in a GRUB that would ask the DHCP
 * server's host for its files, which no word of a proxy changes: the client
 * has no ip=, and no loader that is at hand does better.
 */
int loader_asks_dhcp(const struct client *c, unsigned arch);

/*
 * Whether the client gets the boot file of an arch from the image loaders in
 * place of its image's, because there is a kernel that generated configuration can
 * boot, and the image's GRUB would fail where the one in the image loaders does not:
 * after PXE that one asks as above, the other takes a proxy's word, and the client
 * has no ip=; by HTTP that one has no HTTP. What a line names is never exchanged.
 */
int loader_is_exchanged(const struct client *c, unsigned arch);

/* Whether that is so for any arch, when it asks by HTTP, or by TFTP. */
int loader_exchanges(const struct client *c, int by_http);

/*
 * Whether a name, from the boot root or from the image, lies beside a loader
 * of the image that is exchanged for another: who asks for it is that loader,
 * which iPXE has started.
 */
int loader_is_beside_exchanged(const struct client *c, const char *name,
    int by_http);

/*
 * Whether a loader takes a client to its disk. UEFI goes there by itself, and
 * with a loader only if GRUB can leave it: firmware may show its setup then.
 */
int loader_boots_disk(const struct client *c, unsigned arch);

/*
 * Whether firmware of an arch that is to boot its disk is told to, without any
 * file, by_http when it calls itself HTTPClient. False: it is not known to
 * understand that, or the map says that it does not, and it gets no answer.
 */
int loader_ends_boot(const struct client *c, unsigned arch, int by_http);

/*
 * Whether http= alone says what firmware of an arch loads by HTTP; what that is, as
 * client_bootfile(); and whether it has a loader that could not go on by HTTP, and
 * so gets none.
 */
int loader_is_by_http(const struct client *c, unsigned arch);
const char *loader_by_http(const struct client *c, unsigned arch,
    const char **why);
int loader_lacks_http(const struct client *c, unsigned arch);

/*
 * Whether iPXE is told a path although it has HTTP: a loader for BIOS goes on by
 * TFTP, but PXELINUX, which was loaded by a URL, has iPXE load all else by URLs.
 */
int loader_stays_tftp(const struct client *c, unsigned arch,
    const char *text);

/* Whether a loader for BIOS has HTTP, and is told to use it: lpxelinux.0. */
int loader_has_http(const struct client *c, const char *path);

/*
 * What iPXE loads, as client_bootfile(). One that has HTTP, with which http= lets it
 * load, gets the script also where another one gets PXELINUX. And for an iPXE
 * that cannot load what the map names for it: the next best.
 */
const char *loader_of_ipxe(const struct client *c, unsigned arch, int by_http,
    const char **why);
const char *loader_without_ipxe_word(const struct client *c, unsigned arch,
    int by_http, const char **why);

/*
 * The loader of an arch that the client's image itself has, or its line
 * names: for a menu. NULL: none.
 */
const char *loader_of_image(const struct client *c, unsigned arch);

/* Whether a loader's name is one of PXELINUX's. */
int loader_is_pxelinux(const char *path);

/*
 * The program of an arch that iPXE can start: the image's GRUB, or its
 * loader if that is neither shim nor iPXE. NULL: none. For client_path().
 */
const char *loader_under_ipxe(const struct client *c, unsigned arch);

#endif
