/*
 * Times of day where this host is, and the marks of a time axis. Pure but for
 * the time zone, which TZ and /etc/localtime say.
 */
#ifndef CLOCK_H
#define CLOCK_H

#include <stddef.h>
#include <stdint.h>

#define CLOCK_SIZE 64

/* "19:04:05" */
char *clock_time(char buf[CLOCK_SIZE], int64_t us);

/* "Sat 28 Nov 2026", "Sat 28 Nov 2026, 19:04:05". */
char *clock_day(char buf[CLOCK_SIZE], int64_t us);
char *clock_date(char buf[CLOCK_SIZE], int64_t us);

/* "CET (UTC+01:00)", as it is at that time. */
char *clock_zone(char buf[CLOCK_SIZE], int64_t us);

int clock_same_day(int64_t a_us, int64_t b_us);

/*
 * The step of an axis that long, for at most max marks: 1, 2, 5, 10, 15, 30 …
 */
int64_t clock_step(int64_t length_us, unsigned max);

/* The first mark at or behind a time: whole steps of the local time. */
int64_t clock_mark(int64_t us, int64_t step_us);

#endif
