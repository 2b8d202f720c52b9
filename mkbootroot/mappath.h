/*
 * The files that the map's lines name, one path at a time.
 */
#ifndef MAPPATH_H
#define MAPPATH_H

#include "mapcheck.h"

/*
 * Looks at one path of a line, in this image (NULL: it has none). A mistake
 * begins with `said`, the word or what else names the path.
 */
void check_path(struct check *c, struct mapentry *e, const char *image,
    const char *text, int is_bootfile, const char *said);

void check_paths_free(struct check *c);

#endif
