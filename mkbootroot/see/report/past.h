/*
 * What happened, for a report: each event that is to be shown, and the boots
 * that they make. Pure but for memory.
 */
#ifndef PAST_H
#define PAST_H

#include <stddef.h>
#include <stdint.h>

#include "mkbootroot/see/report/clock.h"
#include "mkbootroot/see/report/happening.h"
#include "mkbootroot/see/report/kept.h"

enum boot_end {
	BOOT_FINISHED,		/* it has all that it boots, or has said so */
	BOOT_GOES_ON,		/* it was at it where the log ends */
	BOOT_STOPPED,		/* after a file, or after it was refused one */
	BOOT_LOST,		/* it was told its file, and asked for none */
	BOOT_UNANSWERED		/* it was told nothing */
};

/* All times in microseconds. */
struct boot {
	const struct machine *machine;
	const struct happening *happening;	/* n of them, the first first */
	size_t n;
	int64_t begin_us, end_us;
	int64_t waiting_us;	/* for an answer, or for the first file after it */
	int64_t loading_us;
	int64_t done_us;	/* it said then that it is done; 0: it did not */
	uint64_t bytes;
	unsigned files;
	enum boot_end end;
	int was_told;		/* its boot file */
	int is_shown;		/* somebody booted, or could not; what the map
				   wants is no boot */
	int is_last;		/* of its machine's that are shown */
	/* The last that went wrong: what somebody has to see to before what
	   nobody has. NULL: nothing did. */
	const struct happening *trouble;
};

/* Begins with zeros, but for ahead_us. */
struct past {
	struct happening *happening;	/* after past_sort(): by boots */
	size_t n, room;
	struct boot *boot;		/* the first first */
	size_t boots;
	int64_t first_us, last_us;	/* of the log; 0: it has nothing */
	int64_t ahead_us;		/* what is later is of a clock that is
					   wrong; 0: nothing is */
	size_t ahead;			/* that was left out for it */
	int64_t until_us;		/* nothing was missed until then */
	const char *host;		/* that wrote it; NULL: not known */
	int of_many_hosts;
	int is_coarse;			/* no time had less than a second */
	int no_memory;
	struct kept kept;
};

/* For struct site; past is its tell_arg. */
void past_tell(void *past, const struct event *e);

/*
 * Makes the boots out of what was told, once all was; until_us is the time of
 * the end of the log, if that is known: a log that is read to its end may have
 * ended long before. What is ahead is left out, unless all is. The machines have to
 * stay. -1: no memory, perhaps since long.
 */
int past_sort(struct past *h, int64_t until_us);

/*
 * A time: of the day, where all that happened was on one, else with the date.
 */
char *past_time(const struct past *h, char buf[CLOCK_SIZE], int64_t us);

/*
 * How much a boot wants a person: 2, it did not finish, and something went wrong; 1,
 * one of the two; 0.
 */
int boot_wants(const struct boot *b);

void past_free(struct past *h);

#endif
