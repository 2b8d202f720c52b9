/*
 * The command import: an archive, or a folder that is copied, as an image of
 * the boot root.
 */
#ifndef IMPORT_H
#define IMPORT_H

#include "mkbootroot/options.h"

/* What is wrong was said. Exit code. */
int import(const struct options *o, const char *name, const char *source);

#endif
