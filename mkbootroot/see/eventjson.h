/*
 * An event as a line of JSON. mkbootroot(8) has its members. Pure but for memory.
 */
#ifndef SEE_EVENTJSON_H
#define SEE_EVENTJSON_H

#include "mkbootroot/see/machine.h"

/* A line with its newline, for free(3). NULL: no memory. */
char *eventjson_text(const struct event *e);

/* That this many events were left out. */
char *eventjson_dropped(unsigned long n, int64_t now_us);

#endif
