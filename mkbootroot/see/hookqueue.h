/*
 * What waits for the program that is told of each event: texts in order, at most
 * HOOKQUEUE_MAX of them. Pure.
 */
#ifndef SEE_HOOKQUEUE_H
#define SEE_HOOKQUEUE_H

#include <stddef.h>

#define HOOKQUEUE_MAX 1000

struct hookqueue {		/* begin with zeros */
	char *text[HOOKQUEUE_MAX];
	size_t first, n;
	unsigned long dropped;	/* since hookqueue_drops() was asked */
};

/* Takes over the text, which is for free(3), or drops and counts it; NULL, too. */
void hookqueue_put(struct hookqueue *q, char *text);

/* The oldest one, which is the caller's from now on. NULL: there is none. */
char *hookqueue_take(struct hookqueue *q);

/* How many were dropped, once there is room to say it; then none were. */
unsigned long hookqueue_drops(struct hookqueue *q);

void hookqueue_close(struct hookqueue *q);

#endif
