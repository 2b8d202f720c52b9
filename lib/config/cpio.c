/*
 * Headers of 110 characters, names and contents, each padded to 4 bytes.
 */
#include <stdio.h>
#include <string.h>

#include "config/cpio.h"

#define HEADER_SIZE 110
#define TRAILER "TRAILER!!!"
#define MODE 0100644		/* a regular file, rw-r--r-- */

static size_t
padded(size_t n)
{
	return n + (4 - n % 4) % 4;
}

size_t
cpio_pad_size(unsigned long long initrd_n)
{
	return 4 + (4 - (size_t)(initrd_n % 4)) % 4;
}

void
cpio_pad(char *buf, unsigned long long initrd_n)
{
	memset(buf, 0, cpio_pad_size(initrd_n));
}

size_t
cpio_file_at(const char *name)
{
	return padded(HEADER_SIZE + strlen(name) + 1);
}

size_t
cpio_file_size(const char *name, size_t n)
{
	return cpio_file_at(name) + padded(n) + cpio_file_at(TRAILER);
}

/* Header and name; returns their bytes. The inode only has to be its own. */
static size_t
write_head(char *buf, const char *name, unsigned ino, unsigned mode, size_t n)
{
	const unsigned name_n = (unsigned)strlen(name) + 1;
	char head[HEADER_SIZE + 1];

	memset(buf, 0, cpio_file_at(name));
	/* ino mode uid gid nlink mtime size, 2 devices, name, no checksum */
	snprintf(head, sizeof(head), "070701%08x%08x%08x%08x%08x%08x%08x"
	    "%08x%08x%08x%08x%08x%08x", ino, mode, 0u, 0u, 1u, 0u,
	    (unsigned)n, 0u, 0u, 0u, 0u, name_n, 0u);
	memcpy(buf, head, HEADER_SIZE);
	memcpy(buf + HEADER_SIZE, name, name_n);
	return cpio_file_at(name);
}

void
cpio_file(char *buf, const char *name, const char *bytes, size_t n)
{
	char *p = buf + cpio_file_at(name);

	memmove(p, bytes, n);
	cpio_head(buf, name, n);
	cpio_tail(p + n, n);
}

void
cpio_head(char *buf, const char *name, size_t n)
{
	write_head(buf, name, 1, MODE, n);
}

size_t
cpio_tail_size(size_t n)
{
	return padded(n) - n + cpio_file_at(TRAILER);
}

void
cpio_tail(char *buf, size_t n)
{
	memset(buf, 0, padded(n) - n);
	write_head(buf + padded(n) - n, TRAILER, 0, 0, 0);
}
