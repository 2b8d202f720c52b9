/*
 * What a kernel says of itself in its first bytes. Pure.
 */
#ifndef KERNELVERSION_H
#define KERNELVERSION_H

#include <stddef.h>

#define KERNEL_HEAD_SIZE 65536		/* bytes that are worth reading */
#define KERNEL_VERSION_SIZE 128

/*
 * Writes the version of an x86 kernel, such as "6.1.0-56-amd64"; the folder
 * of its modules is called the same. head is the first n bytes of the file.
 * -1: it is no such kernel.
 */
int kernel_version(const unsigned char *head, size_t n,
    char version[KERNEL_VERSION_SIZE]);

/* The same out of a file's name, vmlinuz-VERSION. -1: it has none. */
int kernel_version_of_name(const char *name,
    char version[KERNEL_VERSION_SIZE]);

#endif
