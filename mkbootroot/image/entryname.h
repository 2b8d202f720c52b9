/*
 * The names and links of an archive's entries. Pure.
 */
#ifndef ENTRYNAME_H
#define ENTRYNAME_H

#include <stddef.h>

/*
 * Writes a name without "./", double and trailing slashes; "" is the image
 * itself. -1: it is absolute, too long, or has "..", which no image has a
 * use for.
 */
int entry_name(char *buf, size_t size, const char *name);

/*
 * Whether a symbolic link at `path` with this text stays inside the image,
 * read as it is written.
 */
int entry_link_stays(const char *path, const char *text);

/* Whether a terminal can be shown a name: it has no control characters. */
int entry_name_is_plain(const char *name);

#endif
