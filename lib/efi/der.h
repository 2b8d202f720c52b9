/*
 * DER, in which certificates are written: a tag, a length, the content, one
 * element after the other, some of them within others. Pure.
 */
#ifndef DER_H
#define DER_H

#include <stddef.h>

#define DER_INTEGER 0x02
#define DER_OID 0x06
#define DER_SEQUENCE 0x30
#define DER_SET 0x31
#define DER_CONTEXT_0 0xa0

struct der {
	const unsigned char *p;
	size_t n;
};

/*
 * Takes the next element off a row of them. 1: its tag and content; 0: the
 * end, or it does not lie within the row.
 */
int der_next(struct der *row, unsigned *tag, struct der *content);

/* The same, if it has this tag; nothing is taken off otherwise. */
int der_take(struct der *row, unsigned tag, struct der *content);

int der_equal(const struct der *a, const struct der *b);

#endif
