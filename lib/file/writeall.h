/*
 * Writing as many bytes as there are: write(2) may take some of them.
 */
#ifndef WRITEALL_H
#define WRITEALL_H

#include <stddef.h>

/* 0; -1: errno, and some of them may be written. */
int write_all(int fd, const void *bytes, size_t n);

#endif
