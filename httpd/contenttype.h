/*
 * What a file is, for firmware that decides by that. Pure.
 */
#ifndef CONTENTTYPE_H
#define CONTENTTYPE_H

#include <stddef.h>

#define CONTENTTYPE_LOOKS_AT 1024	/* bytes at the begin of a file */

/*
 * By the name that was asked for, and the first bytes of what is sent, as many
 * of CONTENTTYPE_LOOKS_AT as there are. An EFI program is known by either.
 */
const char *contenttype_of(const char *name, const unsigned char *begin,
    size_t n);

/* Of a text that was made for the client. */
#define CONTENTTYPE_TEXT "text/plain"

#endif
