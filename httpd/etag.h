/*
 * The mark of exactly these bytes (RFC 9110 section 8.8.3), and lists of marks
 * in conditions. Pure.
 */
#ifndef ETAG_H
#define ETAG_H

#include "httpd/fields.h"
#include "view/bootfile.h"

/* Size and time in hex, a hash, two quotes. */
#define ETAG_SIZE sizeof("\"0123456789abcdef-0123456789abcdef-0123456789abcdef\"")

/*
 * Of one file: its size, when it was written, and a hash of which file it is
 * and when it was changed in any way. Of anything else a hash (FNV-1a, 64 bits)
 * of the bytes in memory and of the same things of files.
 */
void etag_of(const struct bootfile *b, char etag[ETAG_SIZE]);

enum etag_comparison { ETAG_STRONG, ETAG_WEAK };

/*
 * Whether the value of If-Match (strong) or If-None-Match (weak) is "*" or has
 * this mark in its list (RFC 9110 section 8.8.3.2).
 */
int etag_is_among(const struct piece *list, const char *etag,
    enum etag_comparison comparison);

#endif
