/*
 * Times of day where this host is.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "mkbootroot/see/report/clock.h"

#define SECOND INT64_C(1000000)

/* The second that a time is in; also before 1970. */
static time_t
second_of(int64_t us)
{
	return (time_t)(us >= 0 ? us / SECOND : -((SECOND - 1 - us) / SECOND));
}

/* What is beyond all calendars is the first second of 1970. */
static struct tm
local_time(int64_t us)
{
	const time_t s = second_of(us);
	struct tm tm;

	if (localtime_r(&s, &tm) == NULL)
		memset(&tm, 0, sizeof(tm));
	return tm;
}

char *
clock_time(char buf[CLOCK_SIZE], int64_t us)
{
	const struct tm tm = local_time(us);

	if (strftime(buf, CLOCK_SIZE, "%H:%M:%S", &tm) == 0)
		buf[0] = '\0';
	return buf;
}

char *
clock_day(char buf[CLOCK_SIZE], int64_t us)
{
	const struct tm tm = local_time(us);

	if (strftime(buf, CLOCK_SIZE, "%a %d %b %Y", &tm) == 0)
		buf[0] = '\0';
	return buf;
}

char *
clock_date(char buf[CLOCK_SIZE], int64_t us)
{
	const struct tm tm = local_time(us);

	if (strftime(buf, CLOCK_SIZE, "%a %d %b %Y, %H:%M:%S", &tm) == 0)
		buf[0] = '\0';
	return buf;
}

char *
clock_zone(char buf[CLOCK_SIZE], int64_t us)
{
	const struct tm tm = local_time(us);
	const long minutes = labs(tm.tm_gmtoff) / 60;

	if (tm.tm_zone != NULL && strcmp(tm.tm_zone, "UTC") == 0)
		snprintf(buf, CLOCK_SIZE, "UTC");
	else
		snprintf(buf, CLOCK_SIZE, "%.30s (UTC%c%02ld:%02ld)",
		    tm.tm_zone == NULL ? "" : tm.tm_zone, tm.tm_gmtoff < 0 ?
		    '-' : '+', minutes / 60, minutes % 60);
	return buf;
}

int
clock_same_day(int64_t a_us, int64_t b_us)
{
	const struct tm a = local_time(a_us), b = local_time(b_us);

	return a.tm_year == b.tm_year && a.tm_yday == b.tm_yday;
}

int64_t
clock_step(int64_t length_us, unsigned max)
{
	static const int64_t steps[] = { 1, 2, 5, 10, 15, 30, 60, 120, 300, 600,
	    900, 1800, 3600, 7200, 14400, 21600, 43200, 86400 };
	const size_t last = sizeof(steps) / sizeof(steps[0]) - 1;

	for (size_t i = 0; i < last; i++)
		if (length_us / (steps[i] * SECOND) < (int64_t)max)
			return steps[i] * SECOND;
	return (length_us / (steps[last] * SECOND) / max + 1) * steps[last] *
	    SECOND;
}

int64_t
clock_mark(int64_t us, int64_t step_us)
{
	const int64_t local = us + local_time(us).tm_gmtoff * SECOND;
	const int64_t over = (local % step_us + step_us) % step_us;

	return over == 0 ? us : us - over + step_us;
}
