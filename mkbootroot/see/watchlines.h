/*
 * The machines without a terminal: a line for each change, or once a table.
 */
#ifndef WATCHLINES_H
#define WATCHLINES_H

#include "mkbootroot/see/watching.h"

/* Until the log ends, or a signal comes. Exit code. */
int watchlines(struct watching *w);

/* The state at the end of the log, in so many columns. Exit code. */
int watchlines_once(struct watching *w, unsigned columns, int wide);

#endif
