/*
 * Whether a screen can be drawn.
 */
#ifndef TERMINAL_H
#define TERMINAL_H

/* Standard output is a terminal with a cursor that can be moved. */
int terminal_can_draw(void);

/* How many columns it has; 0: it is no terminal. */
unsigned terminal_columns(void);

#endif
