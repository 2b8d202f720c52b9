/*
 * The command nfsroot: a kernel and an initramfs that mounts its root by NFS.
 */
#ifndef NFSROOT_H
#define NFSROOT_H

#include "mkbootroot/options.h"

struct nfsroot {
	const char *name;	/* of the image */
	const char *source;	/* SERVER:PATH */
	const char *folder;	/* the tree on this host; NULL: PATH */
	const char *kernel;	/* NULL: it is looked for */
	const char *clients;	/* who may mount it */
	const char *file;	/* for the exports; NULL: they are printed */
	int own;		/* with the tree's own initrd, by NFSv3 */
	int writable;
	int gzip;		/* instead of zstd */
};

/* Says what it does; exit code. */
int nfsroot(const struct options *o, const struct nfsroot *want);

#endif
