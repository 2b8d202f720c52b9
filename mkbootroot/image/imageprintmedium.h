/*
 * What an image was made of, in lines for a person.
 */
#ifndef IMAGEPRINTMEDIUM_H
#define IMAGEPRINTMEDIUM_H

#include <stdio.h>

#include "mkbootroot/image/medium.h"

/* rootfd is the boot root, name the image's. Nothing where it is of no kind. */
void image_print_medium(int rootfd, const char *name,
    const struct medium_found *found, FILE *out);

#endif
