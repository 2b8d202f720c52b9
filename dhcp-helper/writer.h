/*
 * Bytes of a packet, one after the other, into a buffer of fixed size. What
 * does not fit is left out and remembered. Pure.
 */
#ifndef WRITER_H
#define WRITER_H

#include <stddef.h>

struct writer {
	unsigned char *bytes;
	size_t size;
	size_t n;
	int full;		/* something did not fit */
};

void put(struct writer *w, const void *bytes, size_t n);
void put_zeros(struct writer *w, size_t n);
void put8(struct writer *w, unsigned value);
void put16(struct writer *w, unsigned value);

/*
 * An option of DHCP, of at most 255 bytes. EDK2 reads the first part of a
 * long option only: none is ever split.
 */
void put_option(struct writer *w, unsigned code, const void *bytes, size_t n);

/* A text in a field of fixed size; empty if it and its NUL do not fit. */
void put_field(struct writer *w, const char *text, size_t size);

#endif
