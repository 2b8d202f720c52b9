/*
 * The headers of an EFI program: PE/COFF. Pure but for reading the file.
 */
#ifndef PE_H
#define PE_H

#include "efi/efifile.h"

#define PE_SECTIONS 32		/* that are looked at */
#define PE_NAME_SIZE 16

struct pe_section {
	char name[PE_NAME_SIZE];
	uint32_t at, n;		/* of its bytes in the file */
};

struct pe {
	int arch;		/* canonical; -1: no EFI program that we know */
	int is_64;		/* its words have 64 bits */
	int application;	/* it says that it is one for EFI */
	int driver;		/* it says that it is one of EFI's drivers */
	uint32_t signatures_at, signatures_n;	/* n is 0: there are none */
	struct pe_section section[PE_SECTIONS];
	size_t sections;
};

void pe_read(const struct efifile *f, struct pe *p);

/* The section of that name; NULL: there is none. */
const struct pe_section *pe_section(const struct pe *p, const char *name);

/* Reads its first bytes, size at most: how many; none, if there is no such section. */
size_t pe_section_read(const struct pe *p, const struct efifile *f,
    const char *name, void *buf, size_t size);

#endif
