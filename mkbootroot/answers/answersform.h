/*
 * What a text is, and whether it is written so that its reader takes it: marks of
 * Windows at its beginning, two bytes for a character, another kind than the line says.
 * Pure.
 */
#ifndef ANSWERSFORM_H
#define ANSWERSFORM_H

#include "mkbootroot/answers/answerscheck.h"

/*
 * The kind of n bytes, of a file of this name; said is what a line says of it,
 * ANSWERS_NONE: nothing. What is wrong with how it is written is told. ANSWERS_NONE: it
 * is of no kind that is known.
 */
enum answers_kind answers_form(enum answers_kind said, const char *name,
    const char *bytes, size_t n, answers_say *say, void *arg);

#endif
