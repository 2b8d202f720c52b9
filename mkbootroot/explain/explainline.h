/*
 * explain: which line of the text a record of the map is of. The map has no numbers
 * of lines, so the text is read again, and a line counts only as long as it says
 * what the record says.
 */
#ifndef EXPLAINLINE_H
#define EXPLAINLINE_H

#include "map/map.h"
#include "map/record.h"
#include "mkbootroot/text/clientsread.h"

struct explainline {
	const char *name;	/* of the text; NULL: there is none to read */
	struct clientsread source;
	struct mapfile text;
	struct mistakes mistakes;
};

/* Reads the text, if there is one (path is not NULL) that can be read. */
void explainline_open(struct explainline *l, const char *path);
void explainline_close(struct explainline *l);

/* The line of a record, from 1; 0: none says the same. */
unsigned explainline_of(const struct explainline *l, const struct record *r);

/*
 * Whether the map lacks a line of the text, or has another one in its place. 0 as well:
 * there is no text to read.
 */
int explainline_is_behind(const struct explainline *l, const struct map *m);

/* Whether a record of the map was written in a line that the text no longer has. */
int explainline_is_gone(const struct explainline *l, const struct record *r);

/* "FILE:LINE" of a line. Returns buf. */
char *explainline_place(const struct explainline *l, unsigned line,
    char buf[ORIGIN_SIZE]);

/*
 * The same of a field that begins at `text` in the record: what was found by itself
 * stands in no line.
 */
unsigned explainline_of_text(const struct explainline *l,
    const struct record *r, const char *text);

#endif
