/*
 * The command loaders: the image whose loaders every other image may use.
 */
#ifndef LOADERS_H
#define LOADERS_H

#include "mkbootroot/options.h"

/*
 * Fills it from this host's packages, or from a folder: the root of a tree
 * like the host's, or one that holds the files themselves. Says what it took
 * and which package has what is missing. Exit code.
 */
int loaders(const struct options *o, const char *folder);

#endif
