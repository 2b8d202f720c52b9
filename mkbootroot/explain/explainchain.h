/*
 * explain: what firmware that boots by HTTP loads, one after the other.
 */
#ifndef EXPLAINCHAIN_H
#define EXPLAINCHAIN_H

#include "map/client.h"

/*
 * Prints a line for each file from the boot file of this arch to the kernel, with
 * what httpd sends for its URL; nothing where there is no boot file of ours.
 */
void explain_chain(const struct map *m, const struct client *c,
    const char *root, int rootfd, unsigned arch);

#endif
