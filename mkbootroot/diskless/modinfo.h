/*
 * What a kernel module says of itself. Pure.
 */
#ifndef MODINFO_H
#define MODINFO_H

#include <stddef.h>

/*
 * The section .modinfo of a module, an ELF file of n bytes: its bytes, which
 * lie in the file; strings of the form key=value, each with its NUL. NULL: it
 * is no module.
 */
const char *modinfo_section(const unsigned char *elf, size_t n,
    size_t *size);

/*
 * The next value of a key; *pos is where to look on, 0 at first. The value
 * has its NUL. NULL: there are no more.
 */
const char *modinfo_next(const char *info, size_t size, const char *key,
    size_t *pos);

#endif
