/*
 * A preseed that is asked for: read from the boot root, filled for the client,
 * and sent as it is or in an archive behind the initrd.
 */
#ifndef PRESEEDFILE_H
#define PRESEEDFILE_H

#include "map/client.h"
#include "map/preseedname.h"
#include "view/bootfile.h"

/* The name in the archive, where Debian's installer looks for it. */
#define PRESEEDFILE_NAME "preseed.cfg"

/*
 * Opens what is wanted into *b, which is empty. *made are the bytes of its last
 * segment, for the caller to free, also after a failure; *found is the file
 * that the answer is about, and lies in *w. Never BOOTFILE_ABSENT: nothing
 * else may be sent in its place, least of all an initrd without it.
 */
enum bootfile_verdict preseedfile_open(struct bootfile *b, int root_fd,
    const struct client *c, const struct preseed_wanted *w, char **made,
    const char **found, const char **why);

#endif
