/*
 * The machines on a terminal, until somebody quits.
 */
#ifndef WATCHSCREEN_H
#define WATCHSCREEN_H

#include "mkbootroot/see/screen.h"
#include "mkbootroot/see/watching.h"

/* wide: the terminal has more than ASCII. Exit code; the screen stays open. */
int watchscreen(struct watching *w, struct screen *screen, int wide);

#endif
