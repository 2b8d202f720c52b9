/*
 * Dates. The C library's functions look for files of time zones, and here
 * there are none.
 */
#include <string.h>

#include "httpd/httpdate.h"

#define DAY 86400
#define LAST_DAY 2932896	/* 31 December 9999 */

static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri",
    "Sat"};
static const char *const long_days[] = {"Sunday", "Monday", "Tuesday",
    "Wednesday", "Thursday", "Friday", "Saturday"};
static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct date {
	int year, month, day;	/* month from 0, day from 1 */
	int hour, minute, second;
};

static int
is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
month_days(int year, int month)
{
	static const int n[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return n[month] + (month == 1 && is_leap(year));
}

/* Days from 1970 to the begin of a year, from 1970 on. */
static long
days_before(int year)
{
	long y = year - 1;

	return 365 * (y - 1969) + (y / 4 - y / 100 + y / 400) -
	    (1969 / 4 - 1969 / 100 + 1969 / 400);
}

static void
put_two(char *text, long n)
{
	text[0] = (char)('0' + n / 10);
	text[1] = (char)('0' + n % 10);
}

/* By hand: each head has two of them, and printf(3) is slow. */
void
httpdate_text(time_t t, char text[HTTPDATE_SIZE])
{
	long day, left, second;
	int month = 0, year;

	if (t < 0)
		t = 0;
	if (t / DAY > LAST_DAY)
		t = (time_t)LAST_DAY * DAY + DAY - 1;
	day = t / DAY;
	second = t % DAY;
	/* Never too late: no year is longer. */
	for (year = 1970 + (int)(day / 366); days_before(year + 1) <= day;)
		year++;
	for (left = day - days_before(year); left >= month_days(year, month);)
		left -= month_days(year, month++);
	/* The first day of 1970 was a Thursday. */
	memcpy(text, "Thu, 01 Jan 1970 00:00:00 GMT", HTTPDATE_SIZE);
	memcpy(text, days[(day + 4) % 7], 3);
	put_two(text + 5, left + 1);
	memcpy(text + 8, months[month], 3);
	put_two(text + 12, year / 100);
	put_two(text + 14, year % 100);
	put_two(text + 17, second / 3600);
	put_two(text + 20, second / 60 % 60);
	put_two(text + 23, second % 60);
}

/* What is left of a text. Each of these takes something off its front: 1 or 0. */
static int
take_text(struct piece *p, const char *text)
{
	size_t n = strlen(text);

	if (p->n < n || memcmp(p->bytes, text, n) != 0)
		return 0;
	p->bytes += n;
	p->n -= n;
	return 1;
}

static int
take_one_of(struct piece *p, const char *const *texts, int n, int *which)
{
	for (*which = 0; *which < n; ++*which)
		if (take_text(p, texts[*which]))
			return 1;
	return 0;
}

/* As many digits; with is_padded a blank may stand for the first. */
static int
take_digits(struct piece *p, int digits, int is_padded, int *value)
{
	*value = 0;
	for (int i = 0; i < digits; i++, p->bytes++, p->n--) {
		if (p->n > 0 && i == 0 && is_padded && *p->bytes == ' ')
			continue;
		if (p->n == 0 || *p->bytes < '0' || *p->bytes > '9')
			return 0;
		*value = *value * 10 + (*p->bytes - '0');
	}
	return 1;
}

static int
take_time(struct piece *p, struct date *d)
{
	return take_digits(p, 2, 0, &d->hour) && take_text(p, ":") &&
	    take_digits(p, 2, 0, &d->minute) && take_text(p, ":") &&
	    take_digits(p, 2, 0, &d->second);
}

/* "Sun, 06 Nov 1994 08:49:37 GMT" */
static int
take_fixed(struct piece p, struct date *d)
{
	int day;

	return take_one_of(&p, days, 7, &day) && take_text(&p, ", ") &&
	    take_digits(&p, 2, 0, &d->day) && take_text(&p, " ") &&
	    take_one_of(&p, months, 12, &d->month) && take_text(&p, " ") &&
	    take_digits(&p, 4, 0, &d->year) && take_text(&p, " ") &&
	    take_time(&p, d) && take_text(&p, " GMT") && p.n == 0;
}

/* "Sunday, 06-Nov-94 08:49:37 GMT"; of a year in two digits see below. */
static int
take_rfc850(struct piece p, struct date *d)
{
	int day;

	return take_one_of(&p, long_days, 7, &day) && take_text(&p, ", ") &&
	    take_digits(&p, 2, 0, &d->day) && take_text(&p, "-") &&
	    take_one_of(&p, months, 12, &d->month) && take_text(&p, "-") &&
	    take_digits(&p, 2, 0, &d->year) && take_text(&p, " ") &&
	    take_time(&p, d) && take_text(&p, " GMT") && p.n == 0;
}

/* "Sun Nov  6 08:49:37 1994" */
static int
take_asctime(struct piece p, struct date *d)
{
	int day;

	return take_one_of(&p, days, 7, &day) && take_text(&p, " ") &&
	    take_one_of(&p, months, 12, &d->month) && take_text(&p, " ") &&
	    take_digits(&p, 2, 1, &d->day) && take_text(&p, " ") &&
	    take_time(&p, d) && take_text(&p, " ") &&
	    take_digits(&p, 4, 0, &d->year) && p.n == 0;
}

/*
 * The year with these two last digits that is not more than 50 years from now
 * (RFC 9110 section 5.6.7).
 */
static int
whole_year(int last_two, time_t now)
{
	int this_year = 1970 + (int)(now / (DAY * 365L + DAY / 4));
	int year = this_year - this_year % 100 + last_two;

	return year > this_year + 50 ? year - 100 : year;
}

int
httpdate_parse(const struct piece *text, time_t now, time_t *t)
{
	struct date d;
	long day;

	if (take_rfc850(*text, &d))
		d.year = whole_year(d.year, now);
	else if (!take_fixed(*text, &d) && !take_asctime(*text, &d))
		return 0;
	/* A leap second is the one behind it. */
	if (d.year < 1970 || d.day < 1 || d.day > month_days(d.year, d.month) ||
	    d.hour > 23 || d.minute > 59 || d.second > 60)
		return 0;
	day = days_before(d.year) + d.day - 1;
	for (int month = 0; month < d.month; month++)
		day += month_days(d.year, month);
	*t = (time_t)day * DAY + d.hour * 3600 + d.minute * 60 + d.second;
	return 1;
}
