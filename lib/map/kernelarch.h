/*
 * The kinds of firmware that kernels are told apart by: one for each machine, as
 * PXE names it, and of x86 three. Pure.
 */
#ifndef KERNELARCH_H
#define KERNELARCH_H

#define KERNEL_ARCHS 7

extern const unsigned kernel_archs[KERNEL_ARCHS];	/* canonical */

/*
 * The place of an arch in this list, x64 for x64-http; -1: it is none of
 * them, and what kernel it needs is not known from it.
 */
int kernelarch_place(unsigned arch);

/* The bit of an arch of the list in a set of them. */
unsigned kernelarch_bit(unsigned arch);

#endif
