/*
 * One machine: what is known of it, what to do, what happened; and the help.
 * Pictures. Pure.
 */
#ifndef MACHINESHOW_H
#define MACHINESHOW_H

#include "mkbootroot/see/board.h"
#include "mkbootroot/see/picture.h"
#include "mkbootroot/see/scene.h"

/* The one that is chosen. Scrolls no further than to the end. */
void machineshow(struct board *b, const struct scene *s, struct picture *p);

void machineshow_help(struct board *b, struct picture *p);

#endif
