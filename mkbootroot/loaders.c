/*
 * Loaders where Debian's packages put them. They are copied: a link would
 * leave the boot root, and a package that is removed would stop the boot.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "copy.h"
#include "image.h"
#include "import.h"
#include "loaders.h"
#include "map.h"
#include "system.h"

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
} table[] = {
	{ "pxelinux.0", "pxelinux", "usr/lib/PXELINUX/pxelinux.0", 1 },
	{ "ldlinux.c32", "syslinux-common",
	    "usr/lib/syslinux/modules/bios/ldlinux.c32", 1 },
	{ "shimx64.efi", "shim-signed", "usr/lib/shim/shimx64.efi.signed",
	    1 },
	{ "grubx64.efi", "grub-efi-amd64-signed",
	    "usr/lib/grub/x86_64-efi-signed/grubnetx64.efi.signed", 1 },
	{ "undionly.kpxe", "ipxe", "usr/lib/ipxe/undionly.kpxe", 1 },
	{ "snponly.efi", "ipxe", "usr/lib/ipxe/snponly.efi", 1 },

	{ "shimaa64.efi", "shim-signed", "usr/lib/shim/shimaa64.efi.signed",
	    0 },
	{ "grubaa64.efi", "grub-efi-arm64-signed",
	    "usr/lib/grub/arm64-efi-signed/grubnetaa64.efi.signed", 0 },
	{ "snponly-arm64.efi", "ipxe", "usr/lib/ipxe/snponly-arm64.efi", 0 },
	{ "ipxe-arm64.efi", "ipxe", "usr/lib/ipxe/ipxe-arm64.efi", 0 },
	{ "shimia32.efi", "shim-signed", "usr/lib/shim/shimia32.efi.signed",
	    0 },
	{ "grubia32.efi", "grub-efi-ia32-signed",
	    "usr/lib/grub/i386-efi-signed/grubnetia32.efi.signed", 0 },
};

#define LOADERS (sizeof(table) / sizeof(table[0]))

/* Opens a loader in the folder; under three names, as it comes. -1: errno. */
static int
open_loader(int folderfd, const struct loader *l)
{
	const char *const names[] = { l->path, strrchr(l->path, '/') + 1,
	    l->name };
	struct stat st;
	size_t i;
	int fd;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		fd = openat(folderfd, names[i],
		    O_RDONLY | O_NONBLOCK | O_CLOEXEC);
		if (fd == -1 && errno != ENOENT && errno != ENOTDIR)
			return -1;
		if (fd != -1 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
			return fd;
		if (fd != -1)
			close(fd);
	}
	errno = ENOENT;
	return -1;
}

/* One loader into the new image. 1: done; 0: it is missing; -1: errno. */
static int
take(struct import *im, int folderfd, int dirfd, const struct loader *l)
{
	long long bytes;
	int from, error;

	if ((from = open_loader(folderfd, l)) == -1)
		return errno == ENOENT ? 0 : -1;
	bytes = copy_to(from, dirfd, l->name);
	error = errno;
	close(from);
	errno = error;
	if (bytes == -1)
		return -1;
	im->files++;
	im->bytes += (unsigned long long)bytes;
	return 1;
}

/* Fills the new image; for struct import. Exit code. */
static int
fill(struct import *im, int dirfd)
{
	const int folderfd = open(im->source, O_RDONLY | O_DIRECTORY |
	    O_CLOEXEC);
	size_t i;
	int taken = 0, error;

	if (folderfd == -1) {
		snprintf(im->message, sizeof(im->message), "cannot read %s: %s",
		    im->source, strerror(errno));
		return 1;
	}
	for (i = 0; i < LOADERS && taken != -1; i++)
		if ((taken = take(im, folderfd, dirfd, &table[i])) == -1) {
			error = errno;
			snprintf(im->message, sizeof(im->message),
			    "cannot copy %s: %s", table[i].name,
			    strerror(error));
			close(folderfd);
			return system_exit_code(error);
		}
	close(folderfd);
	if (im->files > 0)
		return 0;
	snprintf(im->message, sizeof(im->message), "cannot fill image %s: %s "
	    "has no loaders", im->name, im->source);
	return 1;
}

/* Names the package of each loader of PCs that is missing: none was found,
 * or the image lacks it. */
static void
say_missing(int rootfd, int none)
{
	char path[64];
	size_t i;

	for (i = 0; i < LOADERS; i++) {
		snprintf(path, sizeof(path), MAP_IMAGE_LOADERS "/%s",
		    table[i].name);
		if (table[i].wanted &&
		    (none || faccessat(rootfd, path, F_OK, 0) == -1))
			warnx("%s is missing: install the package %s",
			    table[i].name, table[i].package);
	}
}

int
loaders(const struct options *o, const char *folder)
{
	struct import im = { .name = MAP_IMAGE_LOADERS, .source = folder,
	    .root = o->root, .fill = fill };
	int code = 0;

	if ((im.rootfd = root_open(o)) == -1)
		return 1;
	if (!o->dry) {
		import_clean(im.rootfd);
		code = import_image(&im);
	}
	if (code != 0)
		warnx("%s", im.message);
	if (code == 0 || (code == 1 && im.files == 0))
		say_missing(im.rootfd, code == 1);
	if (code == 0 && !o->quiet)
		image_show(im.rootfd, MAP_IMAGE_LOADERS, stdout);
	close(im.rootfd);
	return code;
}
