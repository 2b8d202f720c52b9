/*
 * The addresses of the map's clients against its nets.
 */
#ifndef MAPNET_H
#define MAPNET_H

#include "mkbootroot/text/mapfile.h"

/*
 * Warns of each ip= that lies in no net of the text, if it has any. 0; -1:
 * errno.
 */
int check_addresses(const struct mapfile *text, struct mistakes *mistakes);

#endif
