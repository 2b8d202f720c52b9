/*
 * What may be there only once: it is claimed by the first line that says it.
 */
#ifndef MAPCLAIM_H
#define MAPCLAIM_H

#include "mapfile.h"

#define CLAIM_ENTRIES_MAX (UINT32_MAX / 4 - 1)

/*
 * Claims all that the newest entry is known by; a second claim becomes a
 * mistake of its line. 0; -1: errno.
 */
int claims_add(struct mapfile *m);
void claims_free(struct mapfile *m);

#endif
