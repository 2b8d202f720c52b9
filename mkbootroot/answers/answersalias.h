/*
 * The aliases (*NAME) of a text of YAML: whether each stands for something, and for
 * how many values all of them stand. Pure.
 */
#ifndef ANSWERSALIAS_H
#define ANSWERSALIAS_H

#include <stddef.h>

#define ANSWERSALIAS_ANCHORS 256	/* of a document, that are kept, with names */
#define ANSWERSALIAS_NAME_SIZE 64	/* that are shorter */
#define ANSWERSALIAS_DEPTH 128		/* of lists and mappings that are open */
#define ANSWERSALIAS_VALUES_MAX 100000	/* for which aliases stand */

struct answersalias_anchor {
	char name[ANSWERSALIAS_NAME_SIZE];
	int is_open;
	unsigned long values;	/* when it is closed: with all that is in it */
};

/* Begins as zeros, but for may_be_twice. */
struct answersalias {
	struct answersalias_anchor anchor[ANSWERSALIAS_ANCHORS];
	size_t anchors;
	struct {
		int anchor;		/* its place; -1: it has none */
		unsigned long values;	/* in it so far */
	} open[ANSWERSALIAS_DEPTH];
	size_t depth;
	int is_cut;		/* some anchors were not kept */
	int may_be_twice;	/* two anchors may have one name */
	unsigned long values;	/* that aliases stand for; with one more than
				   ANSWERSALIAS_VALUES_MAX they are as many or more */
	unsigned many_line;	/* of the alias by which they are; 0: of none */
};

/* A document begins: it does not know the anchors of the one before. */
void answersalias_begin(struct answersalias *a);

/*
 * A list, a mapping or any other value begins, and ends. anchor is its name, NULL: it
 * has none. What is deeper than ANSWERSALIAS_DEPTH must not be told. Returns what is
 * wrong; NULL: nothing.
 */
const char *answersalias_open(struct answersalias *a, const char *anchor);
void answersalias_close(struct answersalias *a);

/* An alias in a line. Returns the same. */
const char *answersalias_take(struct answersalias *a, const char *name,
    unsigned line);

#endif
