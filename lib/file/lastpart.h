/*
 * The last part of a path. Pure.
 */
#ifndef LASTPART_H
#define LASTPART_H

/* What stands behind the last slash of a path; all of it, if it has none. */
const char *last_part(const char *path);

#endif
