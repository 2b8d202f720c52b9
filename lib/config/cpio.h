/*
 * An archive with one file, as Linux unpacks it over its initial ramdisk
 * (cpio's "newc": Documentation/driver-api/early-userspace/buffer-format.rst
 * of the kernel). Pure.
 */
#ifndef CPIO_H
#define CPIO_H

#include <stddef.h>

/* The bytes that cpio_pad() and cpio_file() write. */
size_t cpio_pad_size(unsigned long long initrd_n);
size_t cpio_file_size(const char *name, size_t n);

/*
 * The zeros between an initrd of so many bytes and an archive behind it, which
 * begins at a multiple of 4. There are always some: an LZ4 stream has no end
 * but a length of zero.
 */
void cpio_pad(char *buf, unsigned long long initrd_n);

/*
 * The archive: the file `name`, without a leading slash, with n bytes, owned by
 * root, mode 0644, and the trailer. n is less than 4 GiB. bytes may lie in buf
 * already, at cpio_file_at(name).
 */
void cpio_file(char *buf, const char *name, const char *bytes, size_t n);
size_t cpio_file_at(const char *name);

/*
 * The same around n bytes that lie elsewhere: what is before them,
 * cpio_file_at(name) bytes, and what is behind them.
 */
void cpio_head(char *buf, const char *name, size_t n);
size_t cpio_tail_size(size_t n);
void cpio_tail(char *buf, size_t n);

#endif
