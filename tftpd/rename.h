/*
 * The name that a client asks for, as the remap lines of the map make it, and
 * without the boot root's own path.
 */
#ifndef RENAME_H
#define RENAME_H

#include "tftpd/asking.h"
#include "tftpd/server.h"

/*
 * Puts what the rules make of the name into a->path; without rules that apply
 * it stays as it is. 0: the client was refused.
 */
int rename_path(struct server *s, struct asking *a);

#endif
