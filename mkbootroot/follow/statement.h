/*
 * What a store holds of one client that boots something once: under done/NAME that it
 * is done, under again/NAME until when that was taken back. Pure.
 *
 * Both only ever grow: whoever knows a later one says it, in whatever order, and in the
 * end all know the latest of each. So the client is done if the latest that says so is
 * later than what was taken back, and nothing follows from a key that is missing.
 */
#ifndef STATEMENT_H
#define STATEMENT_H

#include <stddef.h>
#include <stdint.h>

#include "done/donestate.h"

#define STATEMENT_SIZE 128

/*
 * "2026-11-29T12:30:00Z tftp 10.9.0.7, boot1". 0; -1: it is none. by may be NULL. All of
 * a value is printable afterwards, and has no quote.
 */
int statement_read(const char *value, size_t n, int64_t *at,
    char by[DONE_BY_SIZE]);
void statement_write(int64_t at, const char *by, char buf[STATEMENT_SIZE]);

/* What both together say: done is 0 if it was taken back. */
struct donestate statement_merge(const struct donestate *a,
    const struct donestate *b);

#endif
