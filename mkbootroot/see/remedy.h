/*
 * What an administrator does about a reason or a hint: the tables of
 * doc/operating.md. Pure.
 */
#ifndef SEE_REMEDY_H
#define SEE_REMEDY_H

#include <stddef.h>

#include "mkbootroot/see/logline.h"

/*
 * The sentence or sentences, without marks of Markdown; NULL: the word is not
 * known.
 */
const char *remedy_of_reason(enum logline_program program, struct slice word);
const char *remedy_of_hint(enum logline_program program, struct slice word);

/* Whether a remedy says that there is nothing to do, at least while all boots. */
int remedy_is_calm(const char *remedy);

/* Each row of the tables, for tests; 0: there is no such row. */
int remedy_row(size_t i, enum logline_program *program, int *is_hint,
    const char **word, const char **remedy);

#endif
