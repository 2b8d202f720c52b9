/*
 * The bytes of a program, in a file or in memory, read piece by piece.
 */
#ifndef EFIFILE_H
#define EFIFILE_H

#include <stddef.h>
#include <stdint.h>

struct efifile {
	int fd;				/* -1: bytes, n of them */
	const unsigned char *bytes;
	size_t n;
};

/* Reads up to n bytes at an offset; how many there were. */
size_t efifile_read(const struct efifile *f, void *buf, size_t n,
    uint64_t at);

/*
 * Whether text_n bytes (up to 16384) stand within n bytes at an offset, and
 * where they are first. All of them are read.
 */
int efifile_find(const struct efifile *f, uint64_t at, uint64_t n,
    const void *text, size_t text_n, uint64_t *where);

/* The same of a text: whether it stands within n bytes at an offset. */
int efifile_has(const struct efifile *f, uint64_t at, uint64_t n,
    const char *text);

#endif
