/*
 * What an administrator does about a reason or a hint: the tables of
 * doc/operating.md. Pure.
 */
#ifndef SEE_REMEDY_H
#define SEE_REMEDY_H

#include "mkbootroot/see/logline.h"

/*
 * The sentence or sentences, with backticks round what is typed, for a program's
 * reason or hint; of LOGLINE_NOBODY whoever has the word. NULL: nobody knows it.
 */
const char *remedy_of_reason(enum logline_program program, struct slice word);
const char *remedy_of_hint(enum logline_program program, struct slice word);

/* Whether it says that there is nothing to do, at least while all boots. */
int remedy_is_calm(const char *remedy);

#endif
