/*
 * What may be there only once: it is claimed by the first line that says it.
 */
#ifndef MAPCLAIM_H
#define MAPCLAIM_H

#include "mkbootroot/text/mapfile.h"

/* Claims all that the newest entry is known by. 0; -1: errno. */
int claims_add(struct mapfile *m);

/*
 * At the end of the text: every second claim becomes a mistake of its line.
 * 0; -1: errno.
 */
int claims_compare(struct mapfile *m);

#endif
