/*
 * explain, of a client's words: the kernel for each machine, and one that is left out.
 */
#ifndef EXPLAINKERNEL_H
#define EXPLAINKERNEL_H

#include "mkbootroot/explain/explainorigin.h"

/* Prints kernel=, initrd=, kernel.ARCH= and initrd.ARCH=, a line each. */
void explain_kernel(const struct explainwords *w);

#endif
