/*
 * Kinds of firmware that are told a file of no use to them, because the other
 * server names it for everybody: no word of theirs is made of it. Pure.
 */
#ifndef FOREIGN_LEFTOUT_H
#define FOREIGN_LEFTOUT_H

#include <stddef.h>

#include "mkbootroot/foreign/answers.h"

/* The file that kind i is told; NULL: it gets no answer, or no file. */
const char *told_file(const struct answers *all, size_t i);

/* Whether kind i, which is told a file, is left out. */
int leftout_is(const struct answers *all, size_t i);

/* Says why. */
void leftout_warn(struct imported *im, const struct answers *all, size_t i);

#endif
