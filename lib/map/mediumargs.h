/*
 * The arguments that mkbootroot has found for the kernel of an image, because it
 * knows the medium that the image was made of. Pure.
 *
 * They belong to the kernel that was found as well, and stand in front of all
 * others; args=!... of a line takes their place. Those with @http@, @image@ or
 * @answers@ are for clients alone that have http=.
 */
#ifndef MEDIUMARGS_H
#define MEDIUMARGS_H

#include "map/client.h"

/* The arguments that the client's image would add; NULL: none. */
const char *mediumargs(const struct client *c);

/*
 * Puts the arguments of the kernel of an arch, which was found, in the place of those
 * for all, where they differ: after mediumargs_add().
 */
void mediumargs_for_arch(struct client *c, unsigned arch);

/* Puts them in front of c->args, if the client boots the kernel that was found. */
void mediumargs_add(struct client *c);

#endif
