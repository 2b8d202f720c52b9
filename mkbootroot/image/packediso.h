/*
 * An ISO file that is packed, "debian.iso.xz", as what is in it.
 */
#ifndef PACKEDISO_H
#define PACKEDISO_H

#include <archive.h>

/* Whether an archive that is being read is packed as a whole. */
int packediso_is(struct archive *a);

/*
 * Writes the first `most` bytes of what is in the packed file, or all with
 * PACKEDISO_ALL, to an open file. 0; -1: errno, which may be 0 where the file is damaged.
 */
#define PACKEDISO_ALL (-1)
int packediso_copy(const char *source, int to, long long most);

#endif
