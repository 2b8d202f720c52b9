/*
 * done: who boots something once, and who of them is done.
 */
#ifndef DONELIST_H
#define DONELIST_H

#include "mkbootroot/options.h"

/*
 * Prints a line for each client of the map that boots something once, and for each
 * that is done without a line of its own. Exit code; it was said why.
 */
int donelist(const struct options *o);

#endif
