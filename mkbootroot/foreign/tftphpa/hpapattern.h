/*
 * Regular expressions as patterns of the map, where a pattern can say the
 * same. Pure.
 */
#ifndef HPAPATTERN_H
#define HPAPATTERN_H

#include <stddef.h>

/*
 * Translates the extended regular expression, regex(7), of n bytes. NULL:
 * done; or what a pattern cannot say: "repeats more than a dot with *".
 */
const char *hpapattern(const char *regex, size_t n, char *buf, size_t size);

/* The bytes up to a | outside of groups and brackets, or all n. */
size_t hpapattern_alternative(const char *regex, size_t n);

#endif
