/*
 * What a file is to a loader: kernelmark.h of its beginning, compressed or not.
 */
#ifndef KERNELFILE_H
#define KERNELFILE_H

#include "mkbootroot/image/kernelmark.h"

/* What cannot be read is MARK_UNKNOWN. A packed file is not unpacked. */
void kernelfile_read(int fd, struct kernelmark *m);

/* What is in a packed file. */
void kernelfile_unpack(int fd, struct kernelmark *m);

/* The machines of a kernel, packed or not; 0: they are not known. */
unsigned kernelfile_archs(int fd);

#endif
