/*
 * The name of a client's file: by the key of its record in the map. Pure.
 */
#ifndef DONENAME_H
#define DONENAME_H

#include <stddef.h>

#define DONENAME_SIZE 37	/* that of a UUID, and the NUL */

/*
 * "01-52-54-00-12-34-56", as loaders ask for it, or "4c4c4544-0042-4710-…". 0; -1:
 * the key is of no one client.
 */
int done_name(const unsigned char *key, size_t n, char name[DONENAME_SIZE]);

/* Whether it is such a name, spelled like this. */
int done_name_is(const char *name);

#endif
