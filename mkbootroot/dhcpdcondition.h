/*
 * Whom an "if" of dhcpd.conf(5) is for: the kinds of firmware, or iPXE. Pure.
 */
#ifndef DHCPDCONDITION_H
#define DHCPDCONDITION_H

#include "dhcpdstatement.h"

#define ALIASES_MAX 8

enum kind { KIND_ALL, KIND_ARCH, KIND_IPXE, KIND_UNKNOWN };
struct condition {
	enum kind kind;
	unsigned arch[8];	/* canonical */
	size_t archs;
};

/* What the file calls option 93, beside dhcpd's own name for it. */
struct aliases {
	const char *name[ALIASES_MAX];
	size_t n;
};

/*
 * What the words behind "if", "elsif" or "match if" let through. KIND_UNKNOWN:
 * they ask for what no word of clients(5) can say.
 */
struct condition condition_take(const struct statement *p,
    const struct aliases *aliases);

#endif
