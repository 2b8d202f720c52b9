/*
 * What a program prints as the map, every few minutes.
 */
#ifndef FOLLOWPROGRAM_H
#define FOLLOWPROGRAM_H

#include "mkbootroot/follow/followmap.h"

/* Follows until it is told to end. Exit code. */
int followprogram(struct followmap *m, const char *program, int minutes);

#endif
