/*
 * cdb_seqnext(3), and whether what it gives can be a key of ours.
 */
#include "mkbootroot/mapkeys.h"

int
mapkeys_next(struct map *m, struct mapkeys *k)
{
	int more;

	if (!k->has_begun)
		cdb_seqinit(&k->pos, &m->cdb);
	k->has_begun = 1;
	if ((more = cdb_seqnext(&k->pos, &m->cdb)) <= 0)
		return more;
	k->key = cdb_getkey(&m->cdb);
	k->n = cdb_keylen(&m->cdb);
	return k->key == NULL || k->n == 0 || k->n > MAP_KEY_MAX ? -1 : 1;
}
