/*
 * What a screen shows, before a terminal has it: lines of text, each in pieces
 * of one tone. Whatever bytes come, a line has no more columns than the screen
 * and nothing in it that would move the cursor.
 */
#ifndef PICTURE_H
#define PICTURE_H

#include <stddef.h>

#define PICTURE_COLUMNS 400	/* a wider screen is used to here */
#define PICTURE_LINES 500
#define PICTURE_RUNS 16

enum tone {
	TONE_PLAIN,
	TONE_HEAD,		/* what stands above columns */
	TONE_BAD,		/* needs a person */
	TONE_BUSY,		/* boots now */
	TONE_GOOD,		/* has booted */
	TONE_DIM,		/* matters less */
	TONES
};

/* From this byte on. */
struct run {
	unsigned short from;
	unsigned char tone;
};

struct picture_line {
	unsigned columns;	/* that are filled */
	unsigned short n;	/* bytes of text, which ends with a NUL */
	unsigned char runs;
	unsigned char is_chosen;	/* the whole line is */
	struct run run[PICTURE_RUNS];
	char text[3 * PICTURE_COLUMNS + 8];
};

struct picture {
	unsigned width, height;
	int wide;		/* the terminal has more than ASCII */
	int cursor;		/* the line with the cursor at its end; or -1 */
	struct picture_line line[PICTURE_LINES];
};

/* Clears all lines of a screen of this size. */
void picture_begin(struct picture *p, unsigned width, unsigned height);

/* What fits of n bytes. */
void picture_put(const struct picture *p, struct picture_line *l,
    enum tone tone, const char *text, size_t n);

/* The same of a text in the C sense. */
void picture_text(const struct picture *p, struct picture_line *l,
    enum tone tone, const char *text);

/*
 * A column of a table: exactly so many columns, and a blank behind them. What is
 * too long loses its end, and with PICTURE_TAIL its beginning; PICTURE_RIGHT
 * stands at the right.
 */
#define PICTURE_TAIL 1
#define PICTURE_RIGHT 2
void picture_cell(const struct picture *p, struct picture_line *l,
    enum tone tone, const char *text, size_t n, unsigned columns, int how);

/* Marks that there is more of a text; not on a line that is full. */
void picture_more(const struct picture *p, struct picture_line *l);

/* Blanks up to this column; none if it is behind it. */
void picture_to(const struct picture *p, struct picture_line *l,
    unsigned column);

/*
 * How many bytes of a text, cut between words, fit into so many columns; at
 * least one where there is any. Blanks behind them belong to them.
 */
size_t picture_wrap(const char *text, size_t n, unsigned columns);

#endif
