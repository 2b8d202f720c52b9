/*
 * explain, first step: where each word of the client's record comes from.
 */
#ifndef EXPLAINWORD_H
#define EXPLAINWORD_H

#include "map/client.h"
#include "mkbootroot/explain/explainline.h"

/* Prints the words of a client that was found, each with its record and its line. */
void explain_words(const struct map *m, const struct who *who,
    const struct client *c, const struct explainline *lines);

#endif
