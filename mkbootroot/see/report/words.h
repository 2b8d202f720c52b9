/*
 * What happened, in words, as HTML. Pure: it prints.
 */
#ifndef WORDS_H
#define WORDS_H

#include <stdio.h>

#include "mkbootroot/see/report/past.h"

/*
 * "debian/linux, 9.1 MB in 0.82 s, 11.1 MB/s"; is_short: of the file's path
 * the last part only.
 */
void words_file(FILE *out, const struct happening *e, int is_short);

/* "debian/linux: not-readable-for-us" */
void words_trouble(FILE *out, const struct happening *e, int is_short);

/* The whole of an event: "sent ...", "told ...", "refused ...". */
void words_event(FILE *out, const struct happening *e);

/* "finished", "stopped", ... */
const char *words_end(enum boot_end end);

#endif
