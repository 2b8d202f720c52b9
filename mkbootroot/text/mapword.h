/*
 * One word of a line of clients(5) as a field of its record.
 */
#ifndef MAPWORD_H
#define MAPWORD_H

#include "mkbootroot/text/draft.h"

/*
 * Adds the word `name` with its value (NULL: without "=") to the draft;
 * what is wrong with it becomes a mistake.
 */
void word_add(struct draft *d, const char *name, const char *value);

#endif
