/*
 * Elements of DER: lengths below 128 are one byte; of others the first byte
 * says how many follow.
 */
#include <string.h>

#include "efi/der.h"

#define LONG_LENGTH 0x80
#define LENGTH_BYTES_MAX 4

int
der_next(struct der *row, unsigned *tag, struct der *content)
{
	size_t at = 2, n, bytes;

	if (row->n < 2)
		return 0;
	*tag = row->p[0];
	n = row->p[1];
	if (n >= LONG_LENGTH) {
		bytes = n - LONG_LENGTH;
		if (bytes == 0 || bytes > LENGTH_BYTES_MAX ||
		    bytes > row->n - at)
			return 0;
		for (n = 0; bytes > 0; bytes--)
			n = n << 8 | row->p[at++];
	}
	if (n > row->n - at)
		return 0;
	content->p = row->p + at;
	content->n = n;
	row->p += at + n;
	row->n -= at + n;
	return 1;
}

int
der_take(struct der *row, unsigned tag, struct der *content)
{
	struct der after = *row, found;
	unsigned found_tag;

	if (!der_next(&after, &found_tag, &found) || found_tag != tag)
		return 0;
	*row = after;
	*content = found;
	return 1;
}

int
der_equal(const struct der *a, const struct der *b)
{
	return a->n == b->n && memcmp(a->p, b->p, a->n) == 0;
}
