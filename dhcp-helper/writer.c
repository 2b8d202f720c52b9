/*
 * Writing a packet. Bounds are checked by subtracting.
 */
#include <bsd/sys/endian.h>
#include <string.h>

#include "dhcp-helper/writer.h"

void
put_zeros(struct writer *w, size_t n)
{
	if (n > w->size - w->n) {
		w->full = 1;
		return;
	}
	memset(w->bytes + w->n, 0, n);
	w->n += n;
}

void
put(struct writer *w, const void *bytes, size_t n)
{
	if (n > w->size - w->n) {
		w->full = 1;
		return;
	}
	if (n > 0)
		memcpy(w->bytes + w->n, bytes, n);
	w->n += n;
}

void
put8(struct writer *w, unsigned value)
{
	unsigned char byte = (unsigned char)value;

	put(w, &byte, 1);
}

void
put16(struct writer *w, unsigned value)
{
	unsigned char bytes[2];

	be16enc(bytes, (uint16_t)value);
	put(w, bytes, sizeof(bytes));
}

void
put_option(struct writer *w, unsigned code, const void *bytes, size_t n)
{
	if (n > 255) {
		w->full = 1;
		return;
	}
	put8(w, code);
	put8(w, (unsigned)n);
	put(w, bytes, n);
}

void
put_field(struct writer *w, const char *text, size_t size)
{
	size_t n = strlen(text);

	if (n >= size)
		n = 0;
	put(w, text, n);
	put_zeros(w, size - n);
}
