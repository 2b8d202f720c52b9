/*
 * Reading one kernel module.
 */
#ifndef MODULEREAD_H
#define MODULEREAD_H

#include <stddef.h>

/*
 * Whether a name is that of a module; the bytes of it up to and with ".ko",
 * or 0: .ko, .ko.gz, .ko.xz, .ko.zst.
 */
size_t module_is_name(const char *name);

/*
 * Reads a module, unpacked. The caller frees it. NULL: errno, and 0 where
 * the file is to blame.
 */
unsigned char *module_read(int dirfd, const char *file, size_t *n);

#endif
