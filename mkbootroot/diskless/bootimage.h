/*
 * An image of a kernel and an initramfs that we have put together.
 */
#ifndef BOOTIMAGE_H
#define BOOTIMAGE_H

#include "mkbootroot/diskless/initramfs.h"
#include "mkbootroot/image/kernelfind.h"
#include "mkbootroot/options.h"

struct bootimage {
	const char *name;
	const struct kernel *kernel;
	const char *initrd;	/* the file's name in the image */
	int own;		/* an initrd that goes before r, open; or -1 */
	struct initramfs *r;
};

/*
 * Writes the image, which takes the place of one that is there in one step,
 * and says what it is. Exit code; what is wrong was said.
 */
int bootimage_write(const struct options *o, int rootfd,
    const struct bootimage *b);

#endif
