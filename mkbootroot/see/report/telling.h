/*
 * What happened, in words, as HTML. Pure: it prints.
 */
#ifndef TELLING_H
#define TELLING_H

#include <stdio.h>

#include "mkbootroot/see/report/past.h"

/*
 * "debian/linux, 9.1 MB in 0.82 s, 11.1 MB/s"; is_short: of the file's path
 * the last part only.
 */
void telling_file(FILE *out, const struct happening *e, int is_short);

/* "debian/linux: not-readable-for-us" */
void telling_trouble(FILE *out, const struct happening *e, int is_short);

/* The whole of an event: "sent ...", "told ...", "refused ...". */
void telling_event(FILE *out, const struct happening *e);

/* "finished", "stopped", ... */
const char *telling_end(enum boot_end end);

#endif
