/*
 * All that a screen may show.
 */
#ifndef SCENE_H
#define SCENE_H

#include <stdint.h>

#include "mkbootroot/see/history.h"
#include "mkbootroot/see/machine.h"
#include "mkbootroot/see/titles.h"

struct scene {
	const struct site *site;
	const struct titles *titles;
	const struct history *history;
	int64_t now_us;
	const char *source;	/* what is read, in a word or two */
	int has_ended;		/* there is nothing more to wait for */
	const char *fault;	/* why that failed; NULL: it did not */
	unsigned long cut;	/* lines that were too long */
};

#endif
