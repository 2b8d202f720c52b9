/*
 * An event, or a machine, in words for one line.
 */
#ifndef EVENTTEXT_H
#define EVENTTEXT_H

#include <stddef.h>

#include "mkbootroot/see/machine.h"

#define EVENTTEXT_SIZE 512

/* "sent debian12/linux, 8.2 MB in 0.9 s, 9.1 MB/s". Returns buf. */
char *eventtext(const struct event *e, char buf[EVENTTEXT_SIZE]);

/* What a machine is called by people: its name, or what else is known. */
const char *eventtext_machine(const struct machine *m);

/* What to do about it, for a terminal; NULL: nobody knows. Returns buf. */
const char *eventtext_remedy(const struct trouble *t,
    char buf[EVENTTEXT_SIZE]);

/*
 * Why a machine that stands still, machine_stands(), may do so, and what to do.
 * Returns buf.
 */
const char *eventtext_standing(const struct machine *m, int64_t now_us,
    char buf[EVENTTEXT_SIZE]);

/* What is wrong, in one word or a few: the reason, the hint, the sentence. */
const char *eventtext_trouble(const struct trouble *t);

#endif
