/*
 * Which program a file is of, by what stands in it. Pure.
 */
#ifndef WHOSE_H
#define WHOSE_H

#include "mkbootroot/foreign/imported.h"

typedef void format(struct imported *im, char *text, size_t n);

/*
 * What reads it; NULL: nothing of ours does, and *refused is what it is, and
 * what to do with it.
 */
format *whose_is(const char *text, const char **refused);

#endif
