/*
 * The machines as a table: a picture of the state. Pure.
 */
#ifndef BOARDSHOW_H
#define BOARDSHOW_H

#include "mkbootroot/see/board.h"
#include "mkbootroot/see/picture.h"
#include "mkbootroot/see/scene.h"

/* The whole screen; moves the list so that the chosen machine is seen. */
void boardshow(struct board *b, const struct scene *s, struct picture *p);

/* Its parts, for a table that is no screen: each fills one line. */
void boardshow_headline(const struct board *b, const struct scene *s,
    const struct picture *p, struct picture_line *l);
void boardshow_titles(const struct picture *p, struct picture_line *l);
void boardshow_row(const struct board_row *row, const struct scene *s,
    const struct picture *p, struct picture_line *l);

/* In place of rows, where there are none. */
void boardshow_nobody(const struct board *b, const struct scene *s,
    const struct picture *p, struct picture_line *l);

/* What a person has to know of the servers and the log: 0: nothing. */
int boardshow_notice(const struct scene *s, const struct picture *p,
    struct picture_line *l);

#endif
