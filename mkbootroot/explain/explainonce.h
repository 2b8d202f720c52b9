/*
 * explain: whether a client that boots something once is done.
 */
#ifndef EXPLAINONCE_H
#define EXPLAINONCE_H

#include <stddef.h>

#include "done/done.h"

#define EXPLAIN_ONCE_SIZE 256

/* Settles a client by a struct done; for struct facts. */
void explain_settle(void *of, struct client *c);

/*
 * "armed", "done since 2026-11-28 19:20:11 +0000, by tftp 10.9.0.7", or why that is
 * not known, of a client to whom it matters, settled or not. Returns buf.
 */
char *explain_done_text(const struct done *d, const struct client *c, char *buf,
    size_t size);

/* Prints it of a settled client, with what follows from it; or nothing. */
void explain_once(const struct done *d, const struct client *c);

#endif
