/*
 * What an EFI program says of itself: PE/COFF, and the SBAT section that
 * programs for Secure Boot have.
 */
#ifndef PE_H
#define PE_H

#include "loadername.h"

struct pe {
	int arch;		/* canonical; -1: no EFI program that we know */
	int application;	/* it says that it is one for EFI */
	enum loader_kind kind;	/* shim, GRUB or iPXE; else LOADER_NONE */
	int is_signed;		/* it has a signature, whoever's */
};

/* Reads the headers of the file fd. */
void pe_read(int fd, struct pe *p);

#endif
