/*
 * answers= of clients(5): FILE, KIND:FILE, or - for none.
 *
 * The kind is in the content, which is not read here: a field whose text begins
 * with ':' waits for its kind, see check_answers().
 */
#ifndef WORDANSWERS_H
#define WORDANSWERS_H

#include "mkbootroot/text/draft.h"

/* Adds a value to the draft, or says what is wrong with it. value may be NULL. */
void wordanswers_add(struct draft *d, const char *value);

/* "preseed, kickstart, ... and file", for messages. Returns buf. */
#define WORDANSWERS_LIST_SIZE 256
char *wordanswers_list(char buf[WORDANSWERS_LIST_SIZE]);

#endif
