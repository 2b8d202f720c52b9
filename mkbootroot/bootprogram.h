/*
 * What a boot file is, by the marks in it, and whether firmware can start it.
 */
#ifndef BOOTPROGRAM_H
#define BOOTPROGRAM_H

#include <stddef.h>

struct bootprogram {
	int pe;			/* canonical arch of an EFI program, or -1 */
	int pxelinux;		/* has PXELINUX's mark */
	int kernel;		/* has the mark of a Linux kernel for x86 */
};

/* Looks for the marks in the file fd. */
void bootprogram_read(int fd, struct bootprogram *p);

enum fit { FIT_GOOD, FIT_DOUBTFUL, FIT_WRONG };

/*
 * Whether firmware of this arch can start the program that is called `path`;
 * if not, buf says why. Pure.
 */
enum fit bootprogram_fit(const struct bootprogram *p, const char *path,
    unsigned arch, char *buf, size_t size);

#endif
