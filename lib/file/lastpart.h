/*
 * The last part of a path, and its end. Pure.
 */
#ifndef LASTPART_H
#define LASTPART_H

/* What stands behind the last slash of a path; all of it, if it has none. */
const char *last_part(const char *path);

/* Whether a path ends so, its letters of ASCII in whatever case: ".efi". */
int last_part_ends(const char *path, const char *end);

#endif
