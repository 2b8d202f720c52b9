/*
 * The kinds of firmware that another server's file is asked for.
 */
#ifndef FOREIGN_KIND_H
#define FOREIGN_KIND_H

#include <stddef.h>

enum kind_as { AS_ROM, AS_HTTP, AS_IPXE };

struct kind {
	unsigned arch;		/* what option 93 says */
	unsigned word;		/* the number that clients(5) has for it */
	enum kind_as as;
	const char *name;
};

/*
 * All of them: a number before another one with the same word; ROMs, then
 * those that boot by HTTP, then iPXE.
 */
#define KINDS 19
extern const struct kind kinds[KINDS];

/* The first kind with the same word and manner: of 9 it is 7. */
size_t kind_first(size_t i);

#endif
