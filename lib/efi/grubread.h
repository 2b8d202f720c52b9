/*
 * What a GRUB can do, by the modules that are in it.
 */
#ifndef GRUBREAD_H
#define GRUBREAD_H

#include "efi/pe.h"

struct grub {
	size_t modules;		/* 0: none could be read, and nothing is
				   known of the rest */
	int tftp, http;		/* whether it has them, or can load them out
				   of itself */
	int card;		/* so of efinet, without which it has no card */
	int efinet;		/* it was started with it: proxy is known */
	int normal, memdisk;	/* were looked at; of several, the first */
	int proxy;		/* it takes the server from a proxy's answer */
	char version[40];	/* "": it is not said */
};

void grub_read(const struct efifile *f, const struct pe *p, struct grub *g);

#endif
