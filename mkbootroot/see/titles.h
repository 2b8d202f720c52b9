/*
 * What is being sent on this host now, by the titles of processes.
 */
#ifndef TITLES_H
#define TITLES_H

#include <stddef.h>
#include <stdint.h>

#include "mkbootroot/see/title.h"

struct titles {
	struct title *title;	/* n of them, in the order of who */
	size_t n, size;
	uint64_t due_us;	/* when they are to be read again */
};

void titles_begin(struct titles *t);
void titles_end(struct titles *t);

/*
 * Reads them again when it is time; what takes long is done more seldom. now_us
 * is now_us(). Returns whether they were read.
 */
int titles_look(struct titles *t, uint64_t now_us);

/* What this client, of that name or address, is sent; NULL: nothing now. */
const struct title *titles_find(const struct titles *t, const char *name,
    const char *address);

#endif
