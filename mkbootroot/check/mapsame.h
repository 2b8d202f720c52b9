/*
 * Which entries' boot configuration is as good as one that was tried already.
 */
#ifndef MAPSAME_H
#define MAPSAME_H

#include "mkbootroot/check/mapcheck.h"

/* Whether words of an entry's line, or of its group's, shape what it boots. */
int same_has_words(const struct check *c, const struct mapentry *e);

/*
 * Whether an entry's clients boot what their group's line alone would boot; u is
 * their image, or NULL.
 */
int same_as_group(const struct check *c, const struct mapentry *e,
    const struct image_use *u);

/*
 * The length in bytes of an entry's args=, with its group's, if they are all that it
 * says to its image and say nothing that is special in any language: such a text is
 * as good as another that is not shorter. 0: they are not so.
 */
size_t same_plain_args(const struct check *c, const struct mapentry *e);

#endif
