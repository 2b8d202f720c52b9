/*
 * The vendor classes (DHCP option 60) that class= makes boot, and the boot
 * file that file= behind one gives to it. Pure.
 */
#ifndef VENDORCLASS_H
#define VENDORCLASS_H

#include "map/client.h"

struct vendorclass {
	const char *class;	/* as the map has it */
	const char *file;	/* as bootword_file(); NULL: that of its arch */
};

/*
 * Finds the longest class= that a vendor class of n bytes begins with, in the
 * first record that has any: the client's, its group's, its image's or default's,
 * whose files are not for who boots its disk. 1: found; 0: there is none.
 */
int vendorclass_find(const struct client *c, const unsigned char *bytes,
    size_t n, struct vendorclass *v);

/*
 * The classes of that record, one after the other; *at begins at 0. 1; 0: no
 * more.
 */
int vendorclass_next(const struct client *c, size_t *at,
    struct vendorclass *v);

#endif
