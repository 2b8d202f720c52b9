/*
 * The variables in a text that a person wrote (map/variable.h). Pure.
 */
#ifndef VALUEVARIABLE_H
#define VALUEVARIABLE_H

#include <stddef.h>

#include "map/variable.h"

#define VALUEVARIABLE_SIZE 256

/*
 * What is wrong with a piece of a text in which a set of variables may stand, in buf:
 * "unknown variable @dnoe@: is it @done@?". NULL: nothing is.
 */
const char *valuevariable_mistake(const struct variable_piece *p, unsigned may,
    char buf[VALUEVARIABLE_SIZE]);

/*
 * The same of a whole text of the map, its first mistake, as the reason that stands
 * behind a value: "has the unknown variable @dnoe@: is it @done@?".
 */
const char *valuevariable_reason(const char *text, unsigned may,
    char buf[VALUEVARIABLE_SIZE]);

/*
 * The same of a path or a URL, which then has to be what value() (mapvalue.h) takes
 * with something in the place of each variable.
 */
const char *valuevariable_url(const char *text,
    const char *(*value)(const char *), char buf[VALUEVARIABLE_SIZE]);

#endif
