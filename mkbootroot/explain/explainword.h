/*
 * explain, first step: where each word of the client's record comes from.
 */
#ifndef EXPLAINWORD_H
#define EXPLAINWORD_H

#include "map/client.h"

/* Prints the words of a client that was found, each with its record. */
void explain_words(const struct map *m, const struct who *who,
    const struct client *c);

#endif
