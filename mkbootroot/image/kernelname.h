/*
 * Which of the names in one folder are a kernel and the initrd that belongs
 * to it. Pure.
 */
#ifndef KERNELNAME_H
#define KERNELNAME_H

#include <stddef.h>

/* Whether a name may be one of the two. */
int kernel_is_name(const char *name);

/* The best kernel of n names; its initrd; NULL: there is none. */
const char *kernel_choose(char *const *names, size_t n);
const char *initrd_choose(char *const *names, size_t n, const char *kernel);

#endif
