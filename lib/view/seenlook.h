/*
 * One name looked for as it stands, in each place where it may be. Only for
 * seen.c, which also tries what else a name may stand for.
 */
#ifndef SEENLOOK_H
#define SEENLOOK_H

#include "view/seen.h"

/*
 * Opens the first candidate for path that is there; one that may not be read ends
 * the search. What is kept from the client is passed over, as others may have the
 * same name. *s was begun; whatever becomes of it is for seen_close().
 */
void seenlook_path(const struct view_asked *q, const char *path,
    struct seen *s);

/*
 * VIEW_OPEN, if the open file at path is for this client; else it is closed again,
 * and s->why says why not.
 */
enum view_verdict seenlook_keep(const struct view_asked *q, const char *path,
    struct seen *s);

/* Closes and clears what an attempt that led to nothing has left in *s. */
void seenlook_forget(struct seen *s);

#endif
