/*
 * Texts of which some bytes are not known, such as the card of somebody who
 * is in no line of the file. Pure.
 */
#ifndef KEAVALUE_H
#define KEAVALUE_H

#include <stddef.h>

#include "mkbootroot/foreign/ask.h"

#define KEA_VALUE_MAX 256

/* What stands at a byte. */
enum kea_byte {
	KEA_KNOWN,
	KEA_ASSUMED,	/* what firmware says by custom: the version of UNDI */
	KEA_OTHER	/* of a card: none that the file names */
};

/* Where a byte of a card's address came from: its octet, or half of it. */
enum { KEA_NOT_OF_CARD = 0, KEA_OCTET = 0x10, KEA_HIGH = 0x20,
    KEA_LOW = 0x30 };

struct kea_value {
	int unknown;		/* nothing of it is known, nor its length */
	size_t n;
	unsigned char byte[KEA_VALUE_MAX];
	unsigned char is[KEA_VALUE_MAX];	/* enum kea_byte */
	unsigned char from[KEA_VALUE_MAX];	/* KEA_OCTET + number */
};

void kea_value_put(struct kea_value *v, const void *bytes, size_t n);
void kea_value_append(struct kea_value *v, const struct kea_value *more);

/* As Kea's functions of these names. */
void kea_value_substring(struct kea_value *v, long start, long n, int all);
void kea_value_hexstring(struct kea_value *v, const struct kea_value *between);
void kea_value_case(struct kea_value *v, int upper);

enum truth kea_value_equal(const struct kea_value *a,
    const struct kea_value *b);

/*
 * Whether b is compared with the beginning of a card's address in a: 1 to 6
 * octets, which are put in mac; 0: it is not.
 */
int kea_value_card(const struct kea_value *a, const struct kea_value *b,
    unsigned char mac[6]);

#endif
