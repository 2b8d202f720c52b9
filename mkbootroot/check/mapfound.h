/*
 * What mkbootroot finds by itself, as fields of a record behind those of its line.
 */
#ifndef MAPFOUND_H
#define MAPFOUND_H

#include "mkbootroot/check/mapcheck.h"

/* A record being made. */
struct making {
	unsigned char bytes[MAP_RECORD_MAX];
	size_t n;
};

/* One field. 0; -1: errno, EOVERFLOW: there is no room. Those below as well. */
int found_append(struct making *r, enum map_field tag, unsigned arch,
    const char *text);

/* What is in an image, of this name. */
int found_append_image(struct making *r, struct check *c, const char *name,
    const struct image *im);

/*
 * The machines that the kernel= of the record's line is not for, where what it names
 * says so, from the boot root or from an image (NULL: it has none).
 */
int found_append_machines(struct making *r, struct check *c,
    const char *image);

/*
 * What is wrong with the loaders that the record's line names, from the boot root
 * or from an image (NULL: it has none).
 */
int found_append_given(struct making *r, struct check *c, const char *image,
    int is_image);

#endif
