/*
 * Times are whole seconds, which every file system keeps.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "mkbootroot/follow/statement.h"

#define FORMAT "%Y-%m-%dT%H:%M:%SZ"
#define TIME_N 20

static int
is_safe(const char *s, size_t n)
{
	for (; n > 0; s++, n--)
		if (*s < ' ' || *s > '~' || *s == '"' || *s == '\\')
			return 0;
	return 1;
}

int
statement_read(const char *value, size_t n, int64_t *at,
    char by[DONE_BY_SIZE])
{
	struct tm tm = { 0 };
	char text[TIME_N + 1];
	const char *end;

	/* As put from a file. */
	if (n > 0 && value[n - 1] == '\n')
		n--;
	if (n < TIME_N || !is_safe(value, n) ||
	    (n > TIME_N && value[TIME_N] != ' '))
		return -1;
	memcpy(text, value, TIME_N);
	text[TIME_N] = '\0';
	end = strptime(text, FORMAT, &tm);
	if (end == NULL || *end != '\0')
		return -1;
	*at = timegm(&tm);
	if (*at < 1 || *at > DONE_TIME_MAX)
		return -1;
	n = n > TIME_N ? n - TIME_N - 1 : 0;
	if (by != NULL)
		snprintf(by, DONE_BY_SIZE, "%.*s", (int)n, value + TIME_N + 1);
	return 0;
}

void
statement_write(int64_t at, const char *by, char buf[STATEMENT_SIZE])
{
	const time_t t = (time_t)at;
	struct tm tm;
	size_t n = 0;
	char *p;

	if (gmtime_r(&t, &tm) != NULL)
		n = strftime(buf, STATEMENT_SIZE, FORMAT, &tm);
	buf[n] = '\0';
	if (by[0] == '\0')
		return;
	snprintf(buf + n, STATEMENT_SIZE - n, " %s", by);
	for (p = buf; *p != '\0'; p++)
		if (!is_safe(p, 1))
			*p = '?';
}

struct donestate
statement_merge(const struct donestate *a, const struct donestate *b)
{
	struct donestate s = a->done >= b->done ? *a : *b;

	s.again = a->again > b->again ? a->again : b->again;
	if (s.done <= s.again)
		s.done = 0;
	return s;
}
