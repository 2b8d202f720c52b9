/*
 * The words of clients(5) that name a kind of firmware: x64=, archN=, and
 * x64-ipxe=, for iPXE under it; kernel.x64= and initrd.x64=, for its machine.
 */
#ifndef WORDARCH_H
#define WORDARCH_H

#include "mkbootroot/text/draft.h"

/*
 * Adds such a word to the draft, or a mistake; as word_add(). 0: it is no word
 * of these.
 */
int wordarch_add(struct draft *d, const char *name, const char *value);

#endif
