/*
 * The folder of who is done, see done/done.h: made with the first map that needs
 * it, and checked.
 */
#ifndef DONEFOLDER_H
#define DONEFOLDER_H

#include "mkbootroot/options.h"

#define DONEFOLDER_GROUP "_bootroot"	/* of the servers that write there */

/*
 * Whether the folder is to be made with a new map in which something is booted
 * once. If the map in place has that already, who was done is not known any
 * more; and a map that is made for somewhere else does not need it here: then it is
 * not made, which is said. Before the new map is in place.
 */
int donefolder_is_wanted(const struct options *o);

/* Makes it; what fails is a warning, because all count as done. */
void donefolder_make(const struct options *o);

/*
 * Marks a folder that is there already and has no mark, if somebody is done in it;
 * else says that it has none.
 */
void donefolder_mark(const struct options *o);

/*
 * Says if the servers could not write there, or if it has no mark. Exit code.
 */
int donefolder_check(const struct options *o);

#endif
