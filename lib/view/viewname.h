/*
 * The name that a client asks for, as the remap lines of the map make it, and
 * without the boot root's own path.
 */
#ifndef VIEWNAME_H
#define VIEWNAME_H

#include "view/viewasked.h"

/*
 * What is to be looked for, or written, as a path beneath the boot root.
 * VIEW_NO_REASON, or why it is refused; path is then the last one that was good,
 * or "". *is_other: it is not what the name says.
 */
enum view_reason view_name(const struct view_asked *q,
    char path[VIEW_PATH_SIZE], int *is_other);

#endif
