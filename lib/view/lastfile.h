/*
 * The last file that a client boots, which ends once=sent. Pure.
 */
#ifndef LASTFILE_H
#define LASTFILE_H

#include <stdint.h>

#include "map/client.h"
#include "view/seen.h"

/*
 * Whether what was opened is the last one that an armed client with once=sent needs:
 * its last initrd, with its answers behind it if it has some; without an initrd its
 * kernel. c may be NULL.
 */
int lastfile_is(const struct client *c, const struct seen *s);

/* A number for what the client boots until then; of all menus the same. */
uint32_t lastfile_image(const struct client *c);

/*
 * Whether having it still ends that: meanwhile the map may have another image for the
 * client, or the word no more.
 */
int lastfile_ends(const struct client *c, uint32_t image);

#endif
