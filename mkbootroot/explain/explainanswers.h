/*
 * explain: where a client finds its answers.
 */
#ifndef EXPLAINANSWERS_H
#define EXPLAINANSWERS_H

#include "map/client.h"

/* Prints the place of answers, "kind:path" as the map has them; "-": nothing. */
void explain_answers(const struct client *c, const char *answers);

#endif
