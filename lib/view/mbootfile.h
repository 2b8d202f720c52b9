/*
 * boot.cfg of an image, rewritten for a client: see config/mboot.h.
 */
#ifndef MBOOTFILE_H
#define MBOOTFILE_H

#include "view/bootfile.h"
#include "view/preseedfile.h"
#include "view/viewasked.h"

/*
 * Opens what the name stands for into *b, which is empty. *made is for the caller to
 * free; found is the path of the medium's own file. On anything but VIEW_OPEN *why is
 * set.
 */
enum view_verdict mbootfile_open(struct bootfile *b,
    const struct view_asked *q, const char *name, struct view_made *made,
    char *found, size_t found_size, struct view_why *why);

#endif
