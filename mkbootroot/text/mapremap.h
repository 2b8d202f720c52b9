/*
 * A remap line as a whole: whether its words make a rule.
 */
#ifndef MAPREMAP_H
#define MAPREMAP_H

#include "map/remap.h"
#include "mkbootroot/text/draft.h"

/* What is wrong with the words of the draft, taken together, is a mistake. */
void remap_check(struct draft *d);

#endif
