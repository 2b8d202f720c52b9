/*
 * What a line says to be wrong, and what to do about it. Pure.
 */
#ifndef SEE_TROUBLE_H
#define SEE_TROUBLE_H

#include "mkbootroot/see/machine.h"

/* 0: nothing is. */
int trouble_of(const struct logline *l, struct trouble *t);

#endif
