/*
 * explain, first step: which record of the map is the client's.
 */
#ifndef EXPLAINWHO_H
#define EXPLAINWHO_H

#include "done/done.h"
#include "map/client.h"
#include "map/map.h"
#include "mkbootroot/explain/explainline.h"

#define EXPLAIN_CARDS 32	/* of one machine */

/*
 * Finds who CLIENT is: a MAC or a name, or with uuid:, ip: or name: in
 * front. The number of cards, each in who[]; 0: it was said why not; -1: the
 * map is corrupt.
 */
int explain_who(const struct map *m, const char *client,
    struct who who[EXPLAIN_CARDS]);

/*
 * Prints which keys are tried for a client, in order, which record is found,
 * whether it is done, and where each of its words comes from. *c is settled; the
 * words are those of the map. 0; -1: the map is corrupt.
 */
int explain_record(const struct map *m, const struct who *who,
    const struct client *c, const struct done *d,
    const struct explainline *lines);

#endif
