/*
 * Answers for all the clients of an image.
 */
#ifndef IMAGEPRESEED_H
#define IMAGEPRESEED_H

#include "mkbootroot/options.h"

/*
 * Puts a preseed into the image `name` by rename, once it has proved good.
 * Says what is wrong. Exit code.
 */
int image_preseed(const struct options *o, const char *name,
    const char *file);

#endif
