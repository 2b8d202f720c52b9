/*
 * The descriptors that a child inherits and has to give back: noted by the
 * parent before the fork, since what it keeps them in is not the child's.
 */
#ifndef SURPLUS_H
#define SURPLUS_H

#include <stddef.h>

#define SURPLUS_FEW 16

struct surplus {
	int few[SURPLUS_FEW];	/* beside what else a child is told */
	int *more;		/* from there on */
	size_t n, max;
};

/* Room for max of them. -1: errno. */
int surplus_open(struct surplus *s, size_t max);

/* Begins anew. */
void surplus_clear(struct surplus *s);

/* Notes one; -1 is none. There is room for as many as the limit allows. */
void surplus_note(struct surplus *s, int fd);

/* In the child: closes them all. */
void surplus_close(const struct surplus *s);

#endif
