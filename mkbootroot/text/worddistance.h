/*
 * How far two words are from each other, to suggest the one that was meant.
 */
#ifndef WORDDISTANCE_H
#define WORDDISTANCE_H

#include <stddef.h>

/*
 * How many letters were forgotten, added, mistaken or exchanged with their
 * neighbour. Words of more than 24 letters are not compared: 24.
 */
size_t word_distance(const char *a, const char *b);

/* Whether a is nearer to b than *nearest, which is how near it is from then on. */
int word_is_nearer(const char *a, const char *b, size_t *nearest);

#endif
