/*
 * The name that a client asks for, as the remap lines of the map make it, and
 * without the boot root's own path.
 */
#ifndef RENAME_H
#define RENAME_H

#include "tftpd/asking.h"
#include "tftpd/server.h"

/*
 * Puts what the rules make of a name into a->path, which is the name cleaned;
 * without rules that apply it stays as it is. NULL, or why it is refused.
 */
const char *rename_path(struct server *s, struct asking *a, const char *name);

#endif
