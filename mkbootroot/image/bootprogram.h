/*
 * What a boot file is, by the marks in it, and whether firmware can start it.
 */
#ifndef BOOTPROGRAM_H
#define BOOTPROGRAM_H

#include <stddef.h>

#include "efi/loadername.h"

struct bootprogram {
	int pe;			/* canonical arch of an EFI program, or -1 */
	int application;	/* it says that it is one for EFI */
	int driver;		/* it says that it is one of EFI's drivers */
	int pxelinux;		/* has PXELINUX's mark */
	int kernel;		/* has the mark of a Linux kernel */
	enum loader_kind kind;	/* what it is for sure, or LOADER_NONE */
};

/* Looks for the marks in the file fd. */
void bootprogram_read(int fd, struct bootprogram *p);

/*
 * Whether an EFI program is iPXE, of which older builds have no mark at a fixed
 * place: its first 16 MiB are read.
 */
int bootprogram_is_ipxe(int fd);

enum fit { FIT_GOOD, FIT_DOUBTFUL, FIT_WRONG };

/*
 * Whether firmware of this arch can start the program that is called `path`;
 * if not, buf says why. Pure.
 */
enum fit bootprogram_fit(const struct bootprogram *p, const char *path,
    unsigned arch, char *buf, size_t size);

#endif
