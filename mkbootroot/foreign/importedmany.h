/*
 * What is said of many lines of another program's configuration alike. Pure.
 */
#ifndef IMPORTEDMANY_H
#define IMPORTEDMANY_H

#include "mkbootroot/text/mistake.h"

/*
 * Adds to said, which has none, what there is to say, each kind of it once where
 * it is of many lines.
 */
void imported_many(const struct mistakes *all, struct mistakes *said);

#endif
