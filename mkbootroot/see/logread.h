/*
 * A log that is read to its end.
 */
#ifndef LOGREAD_H
#define LOGREAD_H

#include "mkbootroot/see/source.h"

/*
 * Calls take() for each line, which returns -1 with errno where it cannot go on. 0;
 * else the exit code of the command, when it was said what is wrong.
 */
int logread(struct source *s, int (*take)(void *arg, const char *text,
    size_t n), void *arg);

#endif
