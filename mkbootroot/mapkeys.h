/*
 * The keys of a compiled map, one after the other as they lie in it.
 */
#ifndef MAPKEYS_H
#define MAPKEYS_H

#include "map/map.h"

struct mapkeys {
	const unsigned char *key;	/* in the map, n bytes: 1 to MAP_KEY_MAX */
	size_t n;
	unsigned pos;
	int has_begun;
};

/*
 * Takes the next key; begin with *k zeroed. 1: it is k->key; 0: there are no more;
 * -1: the map is corrupt there.
 */
int mapkeys_next(struct map *m, struct mapkeys *k);

#endif
