/*
 * The sections of an ELF file, of 32 or 64 bits and of either byte order: GRUB's
 * modules are such files, and Linux's.
 */
#ifndef ELF_H
#define ELF_H

#include "efi/efifile.h"

/*
 * Finds a section, by a name of up to 15 bytes, in the n bytes at an offset of f. 1:
 * *where is its offset in f, and *size its bytes, which all lie in those n; 0: there
 * is none, or it is no ELF file, or one of more sections than most: each that is looked
 * at is read from the file.
 */
int elf_section(const struct efifile *f, uint64_t at, uint64_t n,
    const char *name, size_t most, uint64_t *where, uint64_t *size);

#endif
