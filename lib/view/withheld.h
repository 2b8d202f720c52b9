/*
 * What is there under a name, and not for the client that asks.
 */
#ifndef WITHHELD_H
#define WITHHELD_H

#include "view/bootfile.h"
#include "view/viewasked.h"

/*
 * Why a file that was opened at path, beneath the boot root, is kept from the client:
 * others boot it once (once.h), or it is somebody's answers, which are sent under
 * the names of answersname.h alone. Where links lead from path is looked at as well.
 * VIEW_NO_REASON: it may have it.
 */
enum view_reason withheld_file(const struct view_asked *q, const char *path,
    const struct bootfile *b);

/*
 * The same of a name that is nowhere: the client's own answers, which it has no
 * longer when it is done. c may be NULL.
 */
enum view_reason withheld_answers(const struct client *c, const char *path);

#endif
