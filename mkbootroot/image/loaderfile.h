/*
 * A loader where it lies in the boot root, read with what it starts next.
 */
#ifndef LOADERFILE_H
#define LOADERFILE_H

#include "mkbootroot/image/loaderchain.h"

struct loaderfile {
	enum loader_kind kind;		/* for sure, else LOADER_NONE */
	char next[SHIM_NEXT_SIZE];	/* what a shim starts; "": nothing is
					   known */
	int has_next;			/* that lies beside it */
	struct loaderchain chain;
};

/*
 * Reads the file at a path from the boot root. 0; -1: it cannot be read, is
 * no EFI program, or is cut behind its headers.
 */
int loaderfile_read(int rootfd, const char *path, struct loaderfile *l);

#endif
