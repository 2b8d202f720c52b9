/*
 * The last file that a client boots, which ends once=sent. Pure.
 */
#ifndef LASTFILE_H
#define LASTFILE_H

#include "map/client.h"
#include "view/seen.h"

/*
 * Whether what was opened is the last one that an armed client with once=sent needs:
 * its last initrd, with its answers behind it if it has some; without an initrd its
 * kernel. c may be NULL.
 */
int lastfile_is(const struct client *c, const struct seen *s);

#endif
