/*
 * The time at the beginning of a line of a log. Pure but for the time zone.
 */
#ifndef SEE_LOGTIME_H
#define SEE_LOGTIME_H

#include <stddef.h>
#include <stdint.h>

/*
 * Reads a time at the beginning of the n bytes: ISO 8601 with "T" or a blank and
 * any fraction, with or without a zone, "Sat 2026-11-28 04:16:21 CET", "Nov 28
 * 04:16:21", and seconds since 1970 with a fraction. One without a year is the
 * last such time before a day after now_us; one without a zone is local. Returns
 * how many bytes it has; 0: there is none.
 */
size_t logtime_read(const char *p, size_t n, int64_t now_us, int64_t *time_us);

#endif
