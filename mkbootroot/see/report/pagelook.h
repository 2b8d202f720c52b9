/*
 * How a report looks, and its one script, which finds rows: constant text. The
 * page allows these very bytes and nothing else to be run.
 */
#ifndef PAGELOOK_H
#define PAGELOOK_H

#include <stdio.h>

/* What stands in <head>, up to the end of the style. */
void pagelook_head(FILE *out);

/* Behind all that it works on. */
void pagelook_script(FILE *out);

#endif
