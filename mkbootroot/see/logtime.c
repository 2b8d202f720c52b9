/*
 * Times as syslogd, journalctl and others write them. Nothing behind the n bytes
 * is looked at.
 */
#include <string.h>
#include <time.h>

#include "mkbootroot/see/logtime.h"

#define SECOND_US INT64_C(1000000)
#define DAY_S INT64_C(86400)

struct reading {
	const char *p;
	size_t n, pos;
};

static int
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char
peek(const struct reading *r)
{
	return r->pos < r->n ? r->p[r->pos] : '\0';
}

/* Whether c stands there; then it is behind us. */
static int
take(struct reading *r, char c)
{
	if (peek(r) != c)
		return 0;
	r->pos++;
	return 1;
}

/* A number of exactly `digits` digits; -1: there is none. */
static int
number(struct reading *r, int digits)
{
	int value = 0;

	for (int i = 0; i < digits; i++) {
		if (!is_digit(peek(r)))
			return -1;
		value = 10 * value + (r->p[r->pos++] - '0');
	}
	return value;
}

/* "HH:MM:SS" and perhaps a fraction. */
static int
clock_of(struct reading *r, struct tm *tm, int64_t *fraction_us)
{
	int64_t unit = SECOND_US / 10;

	*fraction_us = 0;
	if ((tm->tm_hour = number(r, 2)) == -1 || !take(r, ':') ||
	    (tm->tm_min = number(r, 2)) == -1 || !take(r, ':') ||
	    (tm->tm_sec = number(r, 2)) == -1 || tm->tm_hour > 23 ||
	    tm->tm_min > 59 || tm->tm_sec > 60)
		return 0;
	if (peek(r) != '.' && peek(r) != ',')
		return 1;
	r->pos++;
	if (!is_digit(peek(r)))
		return 0;
	for (; is_digit(peek(r)); unit /= 10)
		*fraction_us += unit * (r->p[r->pos++] - '0');
	return 1;
}

/* Days from 1970 of the Gregorian calendar, whose year begins in March here. */
static int64_t
days_of(const struct tm *tm)
{
	const int64_t year = tm->tm_year + 1900 - (tm->tm_mon < 2);
	const int64_t era = year / 400, of_era = year % 400;
	const int64_t month = (tm->tm_mon + 10) % 12;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	    (153 * month + 2) / 5 + tm->tm_mday - 1 - 719468;
}

static int64_t
as_utc(const struct tm *tm)
{
	return days_of(tm) * DAY_S + tm->tm_hour * 3600 + tm->tm_min * 60 +
	    tm->tm_sec;
}

/* The clock of here; isdst says which of two equal hours it is. */
static int
as_local(const struct tm *tm, int isdst, int64_t *seconds)
{
	struct tm local = *tm;
	time_t t;

	local.tm_isdst = isdst;
	local.tm_wday = -1;
	t = mktime(&local);
	*seconds = t;
	return t != -1 || local.tm_wday != -1;
}

/* "Z", "+01:00", "+0100" or "-08". 0: none of them, and nothing is taken. */
static int
offset(struct reading *r, int64_t *seconds)
{
	const size_t before = r->pos;
	const int sign = peek(r) == '-' ? -1 : 1;
	int hours, minutes = 0;

	*seconds = 0;
	if (take(r, 'Z'))
		return 1;
	if (!take(r, '+') && !take(r, '-'))
		return 0;
	hours = number(r, 2);
	if (take(r, ':') || is_digit(peek(r)))
		minutes = number(r, 2);
	if (hours == -1 || minutes == -1 || hours > 15 || minutes > 59) {
		r->pos = before;
		return 0;
	}
	*seconds = sign * (hours * 3600 + minutes * 60);
	return 1;
}

/* " CET" behind a time of journalctl's short-full. */
static int
zone(struct reading *r, const struct tm *tm, int64_t *seconds)
{
	size_t n = 1;
	const char *name = r->p + r->pos + 1;

	while (r->pos + n < r->n && r->p[r->pos + n] >= 'A' &&
	    r->p[r->pos + n] <= 'Z')
		n++;
	if (n < 3 || n > 6 || r->pos + n == r->n || r->p[r->pos + n] != ' ')
		return 0;
	r->pos += n--;
	if (n == 3 && (memcmp(name, "UTC", n) == 0 ||
	    memcmp(name, "GMT", n) == 0)) {
		*seconds = as_utc(tm);
		return 1;
	}
	for (int i = 0; i < 2; i++)
		if (strlen(tzname[i]) == n && memcmp(tzname[i], name, n) == 0)
			return as_local(tm, i, seconds);
	return as_local(tm, -1, seconds);
}

static int
iso(struct reading *r, int is_full, int64_t *time_us)
{
	struct tm tm = {0};
	int64_t fraction_us, seconds, from_utc;
	int year, month;

	if ((year = number(r, 4)) == -1 || !take(r, '-') ||
	    (month = number(r, 2)) < 1 || month > 12 || !take(r, '-') ||
	    (tm.tm_mday = number(r, 2)) < 1 || tm.tm_mday > 31 ||
	    (!take(r, 'T') && !take(r, ' ')))
		return 0;
	tm.tm_year = year - 1900;
	tm.tm_mon = month - 1;
	if (!clock_of(r, &tm, &fraction_us))
		return 0;
	if (offset(r, &from_utc))
		seconds = as_utc(&tm) - from_utc;
	else if (!(is_full && peek(r) == ' ' && zone(r, &tm, &seconds)) &&
	    !as_local(&tm, -1, &seconds))
		return 0;
	*time_us = seconds * SECOND_US + fraction_us;
	return 1;
}

static int
month_of(struct reading *r)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

	for (int i = 0; i < 12 && r->n - r->pos >= 3; i++)
		if (memcmp(r->p + r->pos, names + 3 * i, 3) == 0) {
			r->pos += 3;
			return i;
		}
	return -1;
}

static int
is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/*
 * "Nov 28 04:16:21", of RFC 3164. The year is that of now, or the last one in
 * which such a day is not to come yet.
 */
static int
without_year(struct reading *r, int64_t now_us, int64_t *time_us)
{
	const time_t limit = (time_t)(now_us / SECOND_US + DAY_S);
	struct tm tm = {0}, now;
	int64_t fraction_us, seconds;

	if ((tm.tm_mon = month_of(r)) == -1 || !take(r, ' '))
		return 0;
	tm.tm_mday = take(r, ' ') ? number(r, 1) : number(r, 2);
	if (tm.tm_mday < 1 || tm.tm_mday > 31 || !take(r, ' ') ||
	    !clock_of(r, &tm, &fraction_us) ||
	    localtime_r(&limit, &now) == NULL)
		return 0;
	for (int i = 0; i < 9; i++) {
		tm.tm_year = now.tm_year - i;
		if (tm.tm_mon == 1 && tm.tm_mday == 29 &&
		    !is_leap(tm.tm_year + 1900))
			continue;
		if (!as_local(&tm, -1, &seconds))
			return 0;
		if (seconds <= limit) {
			*time_us = seconds * SECOND_US + fraction_us;
			return 1;
		}
	}
	return 0;
}

/* "1764303381.123456", as journalctl's short-unix. */
static int
since_1970(struct reading *r, int64_t *time_us)
{
	int64_t seconds = 0, unit = SECOND_US / 10;
	int digits = 0;

	for (; is_digit(peek(r)); digits++) {
		if (digits == 11)
			return 0;
		seconds = 10 * seconds + (r->p[r->pos++] - '0');
	}
	if (digits < 9 || !take(r, '.') || !is_digit(peek(r)))
		return 0;
	*time_us = seconds * SECOND_US;
	for (; is_digit(peek(r)); unit /= 10)
		*time_us += unit * (r->p[r->pos++] - '0');
	return 1;
}

static int
weekday(struct reading *r)
{
	static const char names[] = "SunMonTueWedThuFriSat";

	for (int i = 0; i < 7 && r->n - r->pos >= 4; i++)
		if (memcmp(r->p + r->pos, names + 3 * i, 3) == 0 &&
		    r->p[r->pos + 3] == ' ') {
			r->pos += 4;
			return 1;
		}
	return 0;
}

size_t
logtime_read(const char *p, size_t n, int64_t now_us, int64_t *time_us)
{
	struct reading r = {.p = p, .n = n};
	int is_full;

	if (n < 15)
		return 0;
	if (is_digit(p[0])) {
		if (iso(&r, 0, time_us))
			return r.pos;
		r.pos = 0;
		return since_1970(&r, time_us) ? r.pos : 0;
	}
	is_full = weekday(&r);
	if (is_full && is_digit(peek(&r)))
		return iso(&r, 1, time_us) ? r.pos : 0;
	return without_year(&r, now_us, time_us) ? r.pos : 0;
}
