/*
 * The symbolic links of an archive. All return as unpack_entry() does.
 */
#ifndef UNPACKLINK_H
#define UNPACKLINK_H

#include "mkbootroot/image/unpack.h"

/* Makes the link `base` in the folder parent. */
int unpack_link(struct unpack *u, int parent, const char *base,
    const char *text);

/* Looks at all links once more, when what they lead to is there. */
int unpack_check_links(struct unpack *u);
void unpack_links_free(struct unpack *u);

#endif
