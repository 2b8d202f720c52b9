/*
 * The files that the map's lines name, one path at a time.
 */
#ifndef MAPPATH_H
#define MAPPATH_H

#include "mkbootroot/check/mapcheck.h"

/* What a path is for, where it is not the boot file of an arch. */
#define PATH_IPXE -1		/* the boot file of the iPXE stage */
#define PATH_CLASS -3		/* the boot file of a vendor class */
#define PATH_LATER -2		/* what a loader loads */

/*
 * Looks at one path of a line, in this image (NULL: it has none), that is for
 * this arch. A mistake begins with `said`, the word or what else names the
 * path.
 */
void check_path(struct check *c, struct mapentry *e, const char *image,
    const char *text, int arch, const char *said);

/* The same of one that nobody names: it was found in the image. */
void check_found(struct check *c, struct mapentry *e, const char *image,
    const char *text, int arch, const char *said);

/* NULL, or why tftpd would not send a file of the boot root. */
const char *check_file_reason(struct check *c, const char *path);

/*
 * What the EFI loader at a path of the boot root can do, with what it starts next; each
 * is read once. Nothing is known of what is no loader.
 */
void check_loader(struct check *c, const char *path, enum chain_asks *asks,
    enum chain_loads *loads);

/*
 * The machines of a kernel that a line names, from the boot root or from an image
 * (NULL: it has none), as bits of kernelarch.h; each is read once. 0: they are not
 * known.
 */
unsigned check_kernel(struct check *c, const char *image, const char *text);

void check_paths_free(struct check *c);

#endif
