/*
 * class= and file= of clients(5): a file is for the class before it.
 */
#ifndef WORDCLASS_H
#define WORDCLASS_H

#include "mkbootroot/text/draft.h"

/*
 * Whether a class= or file= does not fit to what stands before it in the line;
 * that is said.
 */
int wordclass_is_wrong(struct draft *d, enum map_field tag, const char *value);

#endif
