/*
 * The folder that is shared: what has changed there. For the other files of share.h,
 * which declares what is done with it.
 */
#ifndef SHAREFOLDER_H
#define SHAREFOLDER_H

#include "mkbootroot/follow/share.h"

/* Says what cannot be done with the folder, once for each reason; it is tried again. */
void share_say(struct share *s, const char *what, const char *reason);

/* A name is to be compared, or all that the folder or the store has. */
void share_change(struct share *s, const char *name, size_t n);
void share_change_all(struct share *s);

#endif
