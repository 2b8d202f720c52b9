/*
 * What happened, in words, of all machines: the last HISTORY_SIZE events.
 */
#ifndef HISTORY_H
#define HISTORY_H

#include <stddef.h>
#include <stdint.h>

#include "mkbootroot/see/machine.h"

#define HISTORY_SIZE 20000
#define HISTORY_SERVER SIZE_MAX		/* the events of servers */

struct happened {
	int64_t time_us;
	size_t machine;			/* its number */
	int is_bad, is_new_boot;
	char *text;
};

struct history {
	struct happened *entry;		/* a ring of HISTORY_SIZE */
	unsigned long long n;		/* all that there ever were */
};

/* -1: no memory. */
int history_open(struct history *h);
void history_close(struct history *h);

/* Where there is no memory for the words, the event is left out. */
void history_add(struct history *h, const struct event *e);

/*
 * The newest event of this machine that is older than *place, which is moved to
 * it; begin with h->n. NULL: there is none, or it is not kept any more.
 */
const struct happened *history_before(const struct history *h,
    const struct site *s, size_t machine, unsigned long long *place);

#endif
