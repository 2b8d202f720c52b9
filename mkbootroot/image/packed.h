/*
 * What is compressed, as what is in it, whatever it was compressed by.
 */
#ifndef PACKED_H
#define PACKED_H

#include <archive.h>

/*
 * For archive_read_open_fd(3) or the like, and then one entry: the bytes unpacked. NULL:
 * no memory. By filters of libarchive's own alone: for others it would start a program.
 */
struct archive *packed_reader(void);

#endif
