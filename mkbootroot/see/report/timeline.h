/*
 * The boots of a stretch of time as pictures: SVG within HTML, whose places are
 * per cent of the width, so that it fits every screen. Pure: it prints.
 */
#ifndef TIMELINE_H
#define TIMELINE_H

#include <stdio.h>

#include "mkbootroot/see/report/stretch.h"

/* What pictures refer to, once in a page. */
void timeline_defs(FILE *out);

/* What each kind of bar and mark means, as items of a list. */
void timeline_legend(FILE *out);

/* The times above the pictures of the stretch with this number. */
void timeline_axis(FILE *out, const struct stretch *s, size_t number);

/* n boots of one machine, whose name the picture has. */
void timeline_row(FILE *out, const struct stretch *s, size_t number,
    const struct boot *const *boot, size_t n, const char *name);

#endif
