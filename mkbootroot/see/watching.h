/*
 * The log is taken in: from its source to the machines and what happened to
 * them.
 */
#ifndef WATCHING_H
#define WATCHING_H

#include <stdint.h>

#include "mkbootroot/see/history.h"
#include "mkbootroot/see/machine.h"
#include "mkbootroot/see/scene.h"
#include "mkbootroot/see/source.h"
#include "mkbootroot/see/titles.h"

struct watching {
	struct source source;
	const char *name;	/* of the source, for people */
	int has_ended;
	const char *fault;	/* the source failed, and why; NULL: it did not */
	long long took_ms;	/* when it had lines last */
	struct site site;
	struct history history;
	struct titles titles;
	/* Called for each event beside the history; may be NULL. */
	void (*tell)(void *, const struct event *);
	void *tell_arg;
};

/*
 * where, follows and since are source_open()'s. Prints what cannot be done. Exit
 * code.
 */
int watching_open(struct watching *w, const char *where, int follows,
    const char *since);
void watching_close(struct watching *w);

/*
 * Takes in what is there, for at most `most` lines, and lets the time pass once
 * these are of now.
 * Returns how many lines these were; -1: no memory.
 */
long watching_take(struct watching *w, long most);

struct scene watching_scene(const struct watching *w, int64_t now_us);

#endif
