/*
 * Every file of the boot root: whether everybody may read it, whether SELinux
 * lets tftpd; and mending the modes.
 */
#ifndef ROOTWALK_H
#define ROOTWALK_H

#include <sys/types.h>

#include "mkbootroot/options.h"

/*
 * Warns of what tftpd would not send; with o->mend changes its mode and says
 * so, with o->dry only says so. Hidden names of the boot root itself are
 * passed over. The exit code: 1 when something could not be mended.
 */
int root_walk(int rootfd, const struct options *o);

/* "mended img/linux: mode 0600 is now 0644"; what would be, with o->dry. */
void say_mended(const struct options *o, const char *what, mode_t old,
    mode_t new);

#endif
