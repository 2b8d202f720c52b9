/*
 * What the screen is about: the machines in the order in which they need a
 * person, the chosen one, the search, and what keys do to all this. Pure but for
 * memory.
 */
#ifndef BOARD_H
#define BOARD_H

#include <stddef.h>
#include <stdint.h>

#include "mkbootroot/see/machine.h"
#include "mkbootroot/see/titles.h"

/* Who comes first. */
enum need {
	NEED_PERSON,		/* has trouble, or stands still */
	NEED_TIME,		/* boots */
	NEED_NOTHING,		/* has booted */
	NEED_NEVER,		/* was only seen */
	NEEDS
};

enum board_page { BOARD_LIST, BOARD_MACHINE, BOARD_HELP };

enum press {
	PRESS_NONE, PRESS_UP, PRESS_DOWN, PRESS_PAGE_UP, PRESS_PAGE_DOWN,
	PRESS_HOME, PRESS_END, PRESS_ENTER, PRESS_ESCAPE, PRESS_BACKSPACE,
	PRESS_BYTE,		/* of a text that is typed */
	PRESS_RESIZE
};

struct board_row {
	const struct machine *machine;
	const struct title *title;	/* what it is sent now; NULL: unknown */
	int64_t since_us;	/* orders those of one need */
	enum need need;
};

struct board {
	struct board_row *row;	/* n of them, those that are searched for */
	size_t n, size;
	size_t of[NEEDS];	/* of all machines */
	size_t chosen;		/* a row; top is the first one that is shown */
	size_t top;
	size_t machine;		/* the number of the chosen one */
	int follows;		/* it stays chosen, wherever it goes to */
	unsigned rows, lines;	/* of the list and of a page, on the screen */
	enum board_page page, behind;	/* behind the help */
	size_t scrolled, most;	/* lines of the page, and how many it can be */
	char search[64];
	size_t search_n;
	int is_stale;		/* rows are those of another search */
	int is_typing;
};

void board_begin(struct board *b);
void board_end(struct board *b);

/* The machine as a row, with what it needs now. */
struct board_row board_row(const struct machine *m, const struct titles *t,
    int64_t now_us);

/* The machines of now. -1: no memory, and all is as it was. */
int board_sort(struct board *b, const struct site *s, const struct titles *t,
    int64_t now_us);

/* A key; byte is that of PRESS_BYTE. Not while is_stale. 1: it is over. */
int board_press(struct board *b, enum press press, char byte);

/* The list has so many rows on the screen: the chosen one is among them. */
void board_show(struct board *b, unsigned rows);

#endif
