/*
 * Loaders where Debian's packages put them. They are copied: a link would
 * leave the boot root, and a package that is removed would stop the boot.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "daemon/append.h"
#include "file/beneath.h"
#include "file/given.h"
#include "file/lastpart.h"
#include "file/system.h"
#include "map/arch.h"
#include "map/map.h"
#include "mkbootroot/command.h"
#include "mkbootroot/image/bootprogram.h"
#include "mkbootroot/image/copy.h"
#include "mkbootroot/image/image.h"
#include "mkbootroot/image/transaction.h"

/* How a loader is known; those of EFI also by their machine. */
enum mark { MARK_PXELINUX, MARK_MODULE, MARK_PXE, MARK_EFI };

/*
 * What a client asks for, and where it comes from. shim loads grubx64.efi
 * from its own folder. The second half is for other machines than PCs, and
 * not missed.
 */
static const struct loader {
	const char *name;
	const char *package;
	const char *path;
	int wanted;
	enum mark mark;
	unsigned arch;
} table[] = {
	{ "pxelinux.0", "pxelinux", "usr/lib/PXELINUX/pxelinux.0", 1,
	    MARK_PXELINUX, ARCH_BIOS },
	{ "ldlinux.c32", "syslinux-common",
	    "usr/lib/syslinux/modules/bios/ldlinux.c32", 1,
	    MARK_MODULE, ARCH_BIOS },
	{ "shimx64.efi", "shim-signed", "usr/lib/shim/shimx64.efi.signed", 1,
	    MARK_EFI, ARCH_X64 },
	{ "grubx64.efi", "grub-efi-amd64-signed",
	    "usr/lib/grub/x86_64-efi-signed/grubnetx64.efi.signed", 1,
	    MARK_EFI, ARCH_X64 },
	{ "undionly.kpxe", "ipxe", "usr/lib/ipxe/undionly.kpxe", 1,
	    MARK_PXE, ARCH_BIOS },
	{ "snponly.efi", "ipxe", "usr/lib/ipxe/snponly.efi", 1,
	    MARK_EFI, ARCH_X64 },

	{ "shimaa64.efi", "shim-signed", "usr/lib/shim/shimaa64.efi.signed", 0,
	    MARK_EFI, ARCH_ARM64 },
	{ "grubaa64.efi", "grub-efi-arm64-signed",
	    "usr/lib/grub/arm64-efi-signed/grubnetaa64.efi.signed", 0,
	    MARK_EFI, ARCH_ARM64 },
	{ "snponly-arm64.efi", "ipxe", "usr/lib/ipxe/snponly-arm64.efi", 0,
	    MARK_EFI, ARCH_ARM64 },
	{ "ipxe-arm64.efi", "ipxe", "usr/lib/ipxe/ipxe-arm64.efi", 0,
	    MARK_EFI, ARCH_ARM64 },
	{ "shimia32.efi", "shim-signed", "usr/lib/shim/shimia32.efi.signed", 0,
	    MARK_EFI, ARCH_IA32 },
	{ "grubia32.efi", "grub-efi-ia32-signed",
	    "usr/lib/grub/i386-efi-signed/grubnetia32.efi.signed", 0,
	    MARK_EFI, ARCH_IA32 },
};

#define LOADERS (sizeof(table) / sizeof(table[0]))

/* Whether the first bytes of the file have a text. */
static int
has_text(int fd, const char *text, size_t within)
{
	char head[4096];
	ssize_t n = pread(fd, head, within, 0);

	return n > 0 && memmem(head, (size_t)n, text, strlen(text)) != NULL;
}

/* What speaks against a loader, NULL: it is one. */
static const char *
mistake_of(const struct loader *l, int fd)
{
	struct bootprogram p;

	bootprogram_read(fd, &p);
	switch (l->mark) {
	case MARK_PXELINUX:
		return p.pxelinux ? NULL : "it does not have PXELINUX's mark";
	case MARK_MODULE:
		return has_text(fd, "\177ELF", 4) ? NULL :
		    "it is not a module of SYSLINUX";
	case MARK_PXE:		/* which it looks for in the card's memory */
		return has_text(fd, "!PXE", 4096) ? NULL :
		    "it is not a program for PXE";
	case MARK_EFI:
		break;
	}
	return p.pe == -1 ? "it is not an EFI program" :
	    (unsigned)p.pe != l->arch ?
	    "it is an EFI program for another machine" : NULL;
}

/*
 * Opens a loader in the folder; under three names, as it comes. The folder is
 * the root of a system that was maybe handed over: its links lead nowhere else,
 * and what they are said to lead to may be missing there. -1: errno.
 */
static int
open_loader(int folderfd, const struct loader *l)
{
	const char *const names[] = { l->path, last_part(l->path), l->name };
	size_t i;
	int fd, link;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		fd = beneath_chroot_file(folderfd, names[i]);
		if (fd != -1 || (errno != ENOENT && errno != ENOTDIR))
			return fd;
		link = beneath_chroot(folderfd, names[i], O_PATH | O_NOFOLLOW);
		if (link != -1) {
			close(link);
			errno = EXDEV;
			return -1;
		}
	}
	errno = ENOENT;
	return -1;
}

/* "cannot copy LOADER: reason", and the exit code. */
static int
fail(struct transaction *t, const struct loader *l, const char *reason,
    int code)
{
	(void)transaction_fail(t, 0, "cannot copy %s: %s", l->name, reason);
	return code;
}

/* One loader into the new image, unless it is missing. Exit code. */
static int
take(struct transaction *t, int folderfd, int dirfd, const struct loader *l)
{
	const int from = open_loader(folderfd, l);
	const char *mistake;
	long long bytes;
	int code = 0;

	if (from == -1)
		return errno == ENOENT ? 0 : fail(t, l, errno == EXDEV ?
		    "its link leads to nothing in the folder" :
		    system_reason(errno), system_exit_code(errno));
	if ((mistake = mistake_of(l, from)) != NULL) {
		code = fail(t, l, mistake, 1);
	} else if ((bytes = copy_to(from, dirfd, l->name)) == -1) {
		code = system_exit_code(errno);
		fail(t, l, strerror(errno), code);
	} else {
		t->files++;
		t->bytes += (unsigned long long)bytes;
	}
	close(from);
	return code;
}

/* The packages that have the loaders of PCs, each once, as apt-get takes them. */
static void
say_packages(char *buf, size_t size)
{
	const char *before = "";
	struct append a = append_begin(buf, size);
	size_t i;

	for (i = 0; i < LOADERS; i++)
		if (table[i].wanted && strcmp(table[i].package, before) != 0) {
			before = table[i].package;
			append_cut(&a, " %s", before);
		}
}

/* Fills the new image. Exit code. */
static int
fill(struct transaction *t, int dirfd)
{
	const int folderfd = given_open_folder(t->source);
	int code = 0;
	size_t i;

	if (folderfd == -1)
		return transaction_fail(t, errno, "cannot read %s", t->source);
	for (i = 0; i < LOADERS && code == 0; i++)
		code = take(t, folderfd, dirfd, &table[i]);
	close(folderfd);
	if (code != 0 || t->files > 0)
		return code;
	snprintf(t->message, sizeof(t->message), "cannot fill image %s: %s "
	    "has no loaders: install the packages", t->name, t->source);
	say_packages(t->message, sizeof(t->message));
	return 1;
}

/* Names the package of each loader of PCs that the image lacks. */
static void
say_missing(int rootfd)
{
	char path[64];
	size_t i;

	for (i = 0; i < LOADERS; i++) {
		snprintf(path, sizeof(path), MAP_IMAGE_LOADERS "/%s",
		    table[i].name);
		if (table[i].wanted &&
		    faccessat(rootfd, path, F_OK, 0) == -1)
			warnx("%s is missing: install the package %s",
			    table[i].name, table[i].package);
	}
}

int
loaders(const struct options *o, const char *folder)
{
	int code = 0;
	struct transaction t = { .name = MAP_IMAGE_LOADERS, .source = folder,
	    .root = o->root, .fill = fill };

	if ((t.rootfd = root_open(o)) == -1)
		return system_exit_code(errno);
	if (!o->dry)
		code = transaction_write(&t);
	if (code == 0)
		say_missing(t.rootfd);
	if (code == 0 && !o->quiet)
		image_show(t.rootfd, MAP_IMAGE_LOADERS, stdout);
	close(t.rootfd);
	return code;
}
