/*
 * The terminal: pictures out, keys in.
 */
#ifndef SCREEN_H
#define SCREEN_H

#include <stdio.h>

#include "mkbootroot/see/board.h"
#include "mkbootroot/see/picture.h"

struct screen {
	void *terminal;
	FILE *keys;		/* the terminal itself, whatever standard input is */
	struct picture *before;	/* what it shows */
	int has_colours, has_cursor;
	int has_all;		/* `before` is what it shows */
};

/*
 * Takes standard output over, if that is a terminal on which lines can be drawn
 * anew. 0; -1: it is not.
 */
int screen_open(struct screen *s);

/* The terminal is as it was before. */
void screen_close(struct screen *s);

/* The size that a picture for it has. */
void screen_size(const struct screen *s, unsigned *width, unsigned *height);

/* Draws what is not there yet. */
void screen_draw(struct screen *s, const struct picture *p);

/* The descriptor to wait for, until there are keys. */
int screen_fd(const struct screen *s);

/* PRESS_NONE: no key now. byte is that of PRESS_BYTE. -1: the terminal is gone. */
int screen_press(struct screen *s, enum press *press, char *byte);

#endif
