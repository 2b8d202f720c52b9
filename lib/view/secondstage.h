/*
 * What a shim starts: the program beside it, by the name that stands in the
 * shim.
 */
#ifndef SECONDSTAGE_H
#define SECONDSTAGE_H

#include "view/bootfile.h"
#include "view/view.h"

/*
 * Opens it: the second stage of the shim at that path beneath root_fd. found is
 * the path that was tried; "": there is no such shim any more.
 */
enum view_verdict secondstage_open(struct bootfile *b, int root_fd,
    const char *shim, char found[VIEW_PATH_SIZE], struct view_why *why);

#endif
