/*
 * The shim that each client was sent last, for as long as nothing followed it.
 * Pure.
 */
#ifndef SHIMSENT_H
#define SHIMSENT_H

#include "tftpd/stall.h"

/*
 * Notes what a client is sent: the path of a shim; NULL: something else, and
 * what it asks for next is no second stage. The client has its place among the
 * stalls already, or is not followed.
 */
void shimsent_note(struct stalls *s, const struct stall_client *c,
    const char *path, long long now_ms);

/* That path; NULL: there is none. */
const char *shimsent_path(struct stalls *s, const struct stall_client *c,
    long long now_ms);

#endif
