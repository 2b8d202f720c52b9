/*
 * The command with which an installer says that it is done: one for any shell,
 * and for whatever of wget, curl and busybox is there. Pure.
 *
 * It is one word without blanks and quotes, so that it can stand in the
 * arguments of a kernel, whichever loader hands them over.
 */
#ifndef DONECOMMAND_H
#define DONECOMMAND_H

#include "map/client.h"
#include "map/weburl.h"

#define DONE_COMMAND_SIZE (3 * WEBURL_BASE_SIZE + 512)

/*
 * The command of a client, in buf, which is returned: by HTTP if that is how it
 * reaches us (base) or if it has http=, else by TFTP from server, which is an
 * address as text. A client that nobody waits for to say so has "true".
 */
const char *done_command(const struct client *c, const char *server,
    const char *base, char buf[DONE_COMMAND_SIZE]);

#endif
