/*
 * Boot configuration as text, rendered from a client's record when its
 * loader asks for it. Pure: the servers, mkbootroot explain and the tests use the
 * same functions.
 */
#ifndef CONFIG_H
#define CONFIG_H

#include <stddef.h>
#include <sys/types.h>

#include "map/client.h"

enum config_language {
	CONFIG_NONE,
	CONFIG_PXELINUX,	/* PXELINUX and syslinux.efi */
	CONFIG_GRUB,
	CONFIG_IPXE,
	CONFIG_MBOOT,		/* of a file that lies there, see mboot.h: nothing
				   that a record alone has */
	CONFIG_LANGUAGES
};

#define CONFIG_SIZE 65536	/* bytes of the longest text */

/* How who asks reaches us. */
struct config_way {
	const char *server;	/* our address as text, for a script that
				   hands it on */
	const char *base;	/* what the URLs of our files begin with, see
				   weburl.h; NULL: it asks by TFTP */
};

/*
 * Whether the client's kernel is wimboot (ipxe.org/wimboot), which takes its files
 * from iPXE by their names, and no other loader can give it these.
 */
int config_is_wimboot(const struct client *c);

/*
 * Which language a requested name wants; the name has no leading "/" or
 * "./". CONFIG_NONE: the name is not one of configuration, or the client
 * has nothing that could be rendered.
 */
enum config_language config_for_name(const struct client *c,
    const char *name, int by_http);

/*
 * Whether the record has something to render in a language: a kernel, the
 * menu, the disk; for iPXE also a loader that a script can start. It may depend on
 * whether it is asked for by HTTP.
 */
int config_has(const struct client *c, enum config_language l, int by_http);

/* "PXELINUX", "GRUB", "iPXE", "mboot", for messages. */
const char *config_language_name(enum config_language l);

/* How a kernel is told BOOTIF=, the card that it was booted from. */
enum config_bootif {
	BOOTIF_NONE,		/* not: args= has it, quirk=no-bootif, no Linux */
	BOOTIF_KNOWN,		/* its MAC address stands in its arguments */
	BOOTIF_OF_LOADER	/* it is not known: the loader says its own */
};

enum config_bootif config_bootif(const struct client *c);

/*
 * The arguments of a client's kernel: "" or BOOTIF= of BOOTIF_KNOWN, and args=,
 * filled (variable.h). 0; -1: they cannot be, *why says it.
 */
#define CONFIG_ARGS_SIZE (CLIENT_ARGS_SIZE + 32)
int config_args(const struct client *c, const struct config_way *way,
    char buf[CONFIG_ARGS_SIZE], const char **why);

/* The client with the kernel that PXELINUX is to load, which is x86. 0: there is none. */
int config_x86(const struct client *c, struct client *as);

/*
 * U-Boot on other machines than x86 reads PXELINUX's language, and asks for it by the
 * same names. The archs of these machines that the client has a kernel for, as bits of
 * kernelarch.h; *as is the client with this kernel. If there are several, none can be
 * said to each, and as->kernel is NULL. 0: there is none, *as is not filled.
 */
unsigned config_uboot(const struct client *c, struct client *as);

/* Whether the text that PXELINUX reads has a kernel for such a U-Boot. */
int config_has_uboot(const struct client *c);

/*
 * Renders the text: its length in bytes, or -1 when the language cannot express
 * it or it does not fit; then *why says what, "GRUB cannot express ', \" and \
 * in args=". By HTTP, paths are those of URLs of way->base.
 */
ssize_t config_render(const struct client *c, enum config_language l,
    const struct config_way *way, char *buf, size_t size, const char **why);

#endif
