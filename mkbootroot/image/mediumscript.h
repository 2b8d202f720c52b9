/*
 * The script of iPXE that comes with a medium, which has the arguments of its kernel.
 * Pure.
 */
#ifndef MEDIUMSCRIPT_H
#define MEDIUMSCRIPT_H

#include <stddef.h>

/*
 * The arguments that a script gives its first kernel, without initrd= and without
 * iPXE's own settings; an @ in them is doubled. -1: it has none, they do not fit, or
 * one has what a loader cannot say or nobody can see.
 */
int mediumscript_args(const char *script, char *args, size_t size);

#endif
