/*
 * The default command and check: clients(5) to clients.cdb(5).
 */
#ifndef COMPILE_H
#define COMPILE_H

#include "mkbootroot/options.h"

/* Each says what is wrong on standard error and returns the exit code. */
int compile(const struct options *o);
int compile_check(const struct options *o);

/*
 * Compiles the text in memory, and hands it and the map to `use`, with room
 * for more mistakes, which are printed. Exit code.
 */
struct mapfile;
struct map;
struct mistakes;
int compile_use(const struct options *o, int (*use)(const struct mapfile *,
    const struct map *, struct mistakes *, const void *), const void *with);

#endif
