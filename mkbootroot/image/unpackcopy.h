/*
 * The content of a file in a folder that is copied as an image.
 */
#ifndef UNPACKCOPY_H
#define UNPACKCOPY_H

#include "mkbootroot/image/unpack.h"

/* From u->path in u->fromfd to the file fd. As unpack_entry(). */
int unpack_copy(struct unpack *u, int fd);

#endif
