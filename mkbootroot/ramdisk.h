/*
 * The command ramdisk: a folder, or busybox, as a kernel and an initramfs
 * that a client runs from its memory.
 */
#ifndef RAMDISK_H
#define RAMDISK_H

#include "mkbootroot/options.h"

struct ramdisk {
	const char *name;	/* of the image */
	const char *folder;	/* NULL: none, only busybox */
	const char *kernel;	/* NULL: it is looked for */
	int busybox;		/* put busybox into it, and an /init */
	int gzip;		/* instead of zstd */
};

/* Says what it does; exit code. */
int ramdisk(const struct options *o, const struct ramdisk *want);

#endif
