/*
 * The places of a message where options stand, and walking over them.
 *
 * Pure, and trusts nothing: no length leads out of its area.
 */
#ifndef AREA_H
#define AREA_H

#include <stddef.h>

#include "dhcp-helper/silence.h"

/* In the order in which RFC 3396 section 5 joins them. */
struct areas {
	const unsigned char *bytes[3];
	size_t n[3];
	size_t count;
	int is_cut;		/* the last option of the first one reaches
				   beyond it: it ends before that option, */
	unsigned cut_code;	/* which is this one */
};

/*
 * The next option of an area: 1, 0 at its end, -1 when a length reaches
 * beyond it. An area may end without END: old BOOTP clients fill all of it.
 */
int area_next(const unsigned char *area, size_t n, size_t *pos,
    unsigned *code, const unsigned char **value, size_t *value_n);

/*
 * Finds the areas of a message of n bytes, cookie included, and the header
 * fields that option 52 makes areas as well (RFC 2131 section 4.1). SILENCE_NOT,
 * or why they are wrong; when they are not, no length in
 * them lies: where one does in the first area, that one ends before it.
 */
enum silence areas_find(struct areas *a, const unsigned char *bytes, size_t n);

#endif
