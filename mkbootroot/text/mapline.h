/*
 * One line of clients(5): WHO NAME WORD...
 */
#ifndef MAPLINE_H
#define MAPLINE_H

#include <stddef.h>

#include "mkbootroot/text/mapword.h"

/*
 * Parses the n bytes of a line without its LF, in place: s has room for one
 * more, and is taken apart. Fills the draft and the key. 1: an entry; 0: the
 * line says nothing, or WHO is wrong; d->bad tells them apart.
 */
int mapline_parse(struct draft *d, char *s, size_t n,
    unsigned char key[MAP_KEY_MAX], size_t *key_n);

#endif
