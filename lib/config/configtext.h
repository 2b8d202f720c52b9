/*
 * What the three renderers of boot configuration share: the text that they
 * write, and the paths in it. Only for lib/config.
 */
#ifndef CONFIGTEXT_H
#define CONFIGTEXT_H

#include <netinet/in.h>

#include "config/config.h"
#include "daemon/append.h"
#include "map/client.h"
#include "map/weburl.h"

#define MENU_TIMEOUT_S 10	/* then the disk is booted */

/* A machine whose kernel or initrd did not come is told so, with RETRY_S, and tries again. */
#define RETRY_S 60
#define RETRY_SAYS "This has not started. The machine starts anew in %d seconds"

/* A text being written; what does not fit is noticed at the end. */
struct text {
	struct append out;
	const struct config_way *way;
	const char *why;	/* what the language cannot say */
	int is_uboots;		/* of PXELINUX's language: what U-Boot reads */
};

void text_write(struct text *t, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Sets t->why and returns -1, for what a language cannot say. why names the
 * loader.
 */
int text_cannot(struct text *t, const char *why);

/*
 * A path of the map with a slash before it: "/debian12/linux". 0; -1: it does
 * not fit, or is relative without an image.
 */
int text_path(const struct client *c, const char *path,
    char buf[CLIENT_PATH_SIZE]);

/*
 * A boot file that another loader is to start: as text_path(), and on which
 * server it is, if on another one than ours: address is "" else.
 */
int text_loader(const struct client *c, const char *file,
    char buf[CLIENT_PATH_SIZE], char address[INET_ADDRSTRLEN]);

/*
 * What stands before a path of text_path() where a client that asks by HTTP is to
 * have it as a URL, without the slash at its end; "" by TFTP.
 */
void text_base(const struct text *t, char buf[WEBURL_BASE_SIZE]);

/*
 * The initrds that a client's loader loads, and the path of the i-th as above:
 * the last one is asked for with the preseed behind it, if the client has one.
 */
size_t text_initrds(const struct client *c);
int text_initrd(const struct client *c, size_t i, char buf[CLIENT_PATH_SIZE]);

/*
 * Each writes the whole configuration of a client in its language: what its
 * action says. 0; -1: the language cannot say it, t->why is set.
 */
int render_pxelinux(const struct client *c, struct text *t);
int render_grub(const struct client *c, struct text *t);
int render_ipxe(const struct client *c, struct text *t);

/* The kinds of EFI, as the loaders' own variables name them. */
struct efi_build {
	unsigned arch;
	const char *ipxe;	/* ${buildarch}-${platform} */
	const char *grub;	/* $grub_cpu-$grub_platform */
};

#define EFI_BUILDS 6
extern const struct efi_build efi_builds[EFI_BUILDS];

/*
 * How the loaders name the machines of a kernel: of archs, a set of bits
 * (kernelarch.h), the i-th name; NULL: no more. In GRUB's, "i386" is $grub_cpu, and
 * "i386-pc" both variables; in iPXE's as well.
 */
const char *text_machine_grub(unsigned archs, size_t i);
const char *text_machine_ipxe(unsigned archs, size_t i);

/* What is told a machine that has no kernel, before its name: "IMAGE has no kernel for". */
void text_write_lack(const struct client *c, struct text *t);

#endif
