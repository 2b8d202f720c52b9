/*
 * The part of a file that is asked for (RFC 9110 section 14). Pure.
 */
#ifndef RANGE_H
#define RANGE_H

#include <stdint.h>

#include "httpd/fields.h"

enum range {
	RANGE_WHOLE,		/* none, or none that we know: all is sent */
	RANGE_PART,
	RANGE_BEYOND		/* it begins behind the end */
};

/*
 * Of size bytes, the value of Range asks for *n from *first on; for
 * RANGE_WHOLE these are all. Of several ranges none is taken.
 */
enum range range_parse(const struct piece *value, uint64_t size,
    uint64_t *first, uint64_t *n);

#endif
