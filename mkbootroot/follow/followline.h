/*
 * An entry of a store: whether its key says of whom its line is. Pure.
 */
#ifndef FOLLOWLINE_H
#define FOLLOWLINE_H

#include <stddef.h>

/*
 * Why an entry is none that a map can be made of; NULL: it is one, as far as key and
 * line can tell, for the words of the line are the compiler's. The key is WHO of
 * the line as clients(5) has it, in any spelling, with "/" for the blank of "net",
 * "image" and "group"; or NAME of the line; or "remap/" and anything. A line that is a
 * comment agrees with any key. Both are strings behind their n bytes.
 */
const char *followline_wrong(const char *key, size_t key_n, const char *line,
    size_t line_n);

#endif
