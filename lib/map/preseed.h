/*
 * The answers of an installer that asks nothing, a preseed of Debian's: a
 * text with variables (variable.h). Pure.
 */
#ifndef PRESEED_H
#define PRESEED_H

#include <stddef.h>

#define PRESEED_SIZE_MAX 65536	/* bytes of the text before it is filled */

/*
 * What the installer's kernel is told as well, so that it asks only what it
 * cannot go on without: "priority=critical ", or "" where args has a priority.
 */
const char *preseed_args(const char *args);

/*
 * Puts it in front of what the map says: behind a "---" or "--" in that are
 * arguments of another system. As far as size allows.
 */
void preseed_add_args(char *args, size_t size);

#endif
