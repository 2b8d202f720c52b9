/*
 * What a client is told on every net, out of what it is told on each. Pure.
 */
#ifndef FOREIGN_AGREE_H
#define FOREIGN_AGREE_H

#include "mkbootroot/foreign/imported.h"

/* Whether two texts, or NULL for none, are the same; whether both boot the same. */
int agree_text(const char *a, const char *b);
int agree_boot(const struct words *a, const struct words *b);

/*
 * Leaves of all what is told there, too. Where nobody is answered nothing is
 * booted, whatever is told elsewhere.
 */
void agree_with(struct words *all, const struct words *there);

#endif
