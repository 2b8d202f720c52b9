/*
 * The boots in what happened: which events are one boot, how its time went by,
 * and how far it came. Pure but for memory.
 */
#ifndef BOOTS_H
#define BOOTS_H

#include "mkbootroot/see/report/past.h"

/* Sorts the events, and fills h->boot. -1: no memory. */
int boots_make(struct past *h);

#endif
