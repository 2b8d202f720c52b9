/*
 * Which of the names in one folder are a kernel and the initrd that belongs
 * to it. Pure.
 */
#ifndef KERNELNAME_H
#define KERNELNAME_H

#include <stddef.h>

/* Whether a name may be one of the two. */
int kernel_is_name(const char *name);

/* Whether it is one that kernels have. */
int kernel_is_kernels_name(const char *name);

/* Whether the kernel called a goes before the one called b. */
int kernel_is_better(const char *a, const char *b);

/* The best kernel of n names; its initrd; NULL: there is none. */
const char *kernel_choose(char *const *names, size_t n);
const char *initrd_choose(char *const *names, size_t n, const char *kernel);

/*
 * How well a name suits as the initrd of a kernel, less is better; -1: not
 * at all. Names of which only the suffix says that they may be one are worse than
 * INITRD_BY_NAME; those that say nothing are INITRD_BY_CONTENT.
 */
#define INITRD_BY_NAME 99
#define INITRD_BY_CONTENT 101
int initrd_rank(const char *name, const char *kernel);

/* Whether name and kernel bear the same version, or kind. */
int initrd_is_of(const char *name, const char *kernel);

#endif
