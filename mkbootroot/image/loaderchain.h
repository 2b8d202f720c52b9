/*
 * An EFI loader and what it starts next, judged together: whether that can
 * boot over the network, what a person should know of it, and what is wrong
 * with it. Pure.
 */
#ifndef LOADERCHAIN_H
#define LOADERCHAIN_H

#include "efi/efiprogram.h"

#define CHAIN_TEXT_SIZE 192

enum chain_asks {
	ASKS_UNKNOWN,
	ASKS_DHCP,		/* the DHCP server's host alone */
	ASKS_PROXY		/* the server of a proxy's answer, too */
};

enum chain_loads {
	LOADS_UNKNOWN,
	LOADS_TFTP,		/* it cannot go on by HTTP */
	LOADS_HTTP
};

/* Generations of SBAT; 0: not known. */
struct chain_sbat {
	unsigned shim, grub;			/* of the programs */
	unsigned level_shim, level_grub;	/* that the shim makes valid */
};

struct loaderchain {
	char about[CHAIN_TEXT_SIZE];	/* "shim 16.1, ...", or "" */
	char useless[CHAIN_TEXT_SIZE];	/* why it cannot boot over the
					   network, or "" */
	char doubt[CHAIN_TEXT_SIZE];	/* why Secure Boot refuses it, or "" */
	char shimless[CHAIN_TEXT_SIZE];	/* why it does if firmware starts it,
					   and no shim, or "" */
	char grub[48];			/* "GRUB 2.06", or "" */
	enum chain_asks asks;		/* after PXE */
	enum chain_loads loads;
	struct chain_sbat sbat;
};

/*
 * first is what firmware loads; next, if first is shim, the program that it
 * starts, called next_name; NULL: it is not there. One without sections is no
 * program at all, or cut.
 */
void loaderchain_judge(const struct efiprogram *first, const char *next_name,
    const struct efiprogram *next, struct loaderchain *c);

/*
 * Whether a machine that has once started a shim with this level refuses the
 * chain from then on: the component, "shim" or "grub"; NULL: it does not.
 */
const char *loaderchain_revoked(const struct chain_sbat *level,
    const struct chain_sbat *chain);

#endif
