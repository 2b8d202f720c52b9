/*
 * once and once=sent of clients(5): boot= holds until the client is done.
 */
#ifndef WORDONCE_H
#define WORDONCE_H

#include "mkbootroot/text/draft.h"

/* Whether a word is this one. */
int wordonce_is(const char *name);

/* Adds it with its value, NULL: none. What is wrong becomes a mistake. */
void wordonce_add(struct draft *d, const char *value);

/* At the end of the line: whether it says what is booted once. */
void wordonce_check(struct draft *d);

#endif
