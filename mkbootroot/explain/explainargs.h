/*
 * explain, of a client's words: its kernel arguments and the records that they are
 * joined from.
 */
#ifndef EXPLAINARGS_H
#define EXPLAINARGS_H

#include "mkbootroot/explain/explainorigin.h"

/* Prints args= and what the kernel gets of it by TFTP; nothing where there is none. */
void explain_args(const struct explainwords *w);

#endif
