/*
 * Cards that a file names twice: with an address, which counts on the net of
 * that address, and without one, for all other nets. To us that is one host.
 */
#ifndef FOREIGN_AGAIN_H
#define FOREIGN_AGAIN_H

#include "mkbootroot/foreign/ask.h"

struct again {
	const struct foreign_host **card;	/* by address, if it has ip */
	size_t n;
};

/* 0, or -1: errno; either way it is to be freed. */
int again_read(struct again *a, const struct foreign_host *host, size_t n);
void again_free(struct again *a);

/* The one with an address; NULL: this is the only one, or it has one itself. */
const struct foreign_host *again_with_address(const struct again *a,
    const struct foreign_host *host);

#endif
