/*
 * The names by which a client says that it is done: "done/", "done/01-MAC" and
 * "done/UUID". Pure.
 */
#ifndef DONEASKED_H
#define DONEASKED_H

#include "map/client.h"
#include "view/view.h"

#define DONEASKED_ANSWER "done\n"

/*
 * The name of a request as a path, as view_clean() makes it; but that "done/" is
 * one, with its slash.
 */
enum view_reason doneasked_clean(const char *name, char path[VIEW_PATH_SIZE]);

/* Whether such a path says it. */
int doneasked_is(const char *path);

/*
 * Who is done, as a path says: c is who asks, or NULL. VIEW_NO_REASON: *doer is a
 * client that is booted once; otherwise why nobody is. The MAC address or UUID in the
 * name may be another card of the same machine, but no other machine.
 */
enum view_reason doneasked_client(const struct map *m, const struct client *c,
    const char *path, struct client *doer);

#endif
