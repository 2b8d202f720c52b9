/*
 * One kind of word after the other.
 */
#include <string.h>
#include <strings.h>

#include "mkbootroot/answers/answersplain.h"

#define DIGITS "0123456789"

static int
is_in(const char *const *list, const char *s)
{
	for (; *list != NULL; list++)
		if (strcasecmp(*list, s) == 0)
			return 1;
	return 0;
}

/* Whether nothing but these bytes stands in s, and one at least. */
static int
is_of(const char *s, const char *bytes)
{
	return s[0] != '\0' && s[strspn(s, bytes)] == '\0';
}

/* 0x1f, 0b1, 0o17 */
static int
is_with_base(const char *s)
{
	static const struct { char letter; const char *digits; } bases[] = {
	    {'x', DIGITS "abcdefABCDEF_"}, {'b', "01_"}, {'o', "01234567_"}};

	for (size_t i = 0; s[0] == '0' && i < sizeof(bases) /
	    sizeof(bases[0]); i++)
		if (s[1] == bases[i].letter && is_of(s + 2, bases[i].digits))
			return 1;
	return 0;
}

/* 12, 1_000, 1.5, 1e3 */
static int
is_decimal(const char *s)
{
	const size_t whole = strspn(s, DIGITS "_");

	if (strchr(DIGITS, s[0]) == NULL)
		return 0;
	s += whole;
	if (*s == '.')
		s += 1 + strspn(s + 1, DIGITS "_");
	if (*s == 'e' || *s == 'E') {
		s += 1 + (s[1] == '-' || s[1] == '+');
		return is_of(s, DIGITS);
	}
	return *s == '\0';
}

/* 52:54:00:12:34:56, a number to the base of 60, as of hours and minutes. */
static int
is_of_sixty(const char *s)
{
	size_t n = strspn(s, DIGITS "_");

	if (s[0] < '1' || s[0] > '9' || s[n] != ':')
		return 0;
	for (s += n; *s == ':'; s += 1 + n) {
		n = strspn(s + 1, DIGITS);
		if (n == 0 || n > 2 || (n == 2 && s[1] > '5'))
			return 0;
	}
	return *s == '\0' || (*s == '.' && (s[1] == '\0' ||
	    is_of(s + 1, DIGITS "_")));
}

/* 2026-11-29 */
static int
is_date(const char *s)
{
	size_t month, day;

	if (strspn(s, DIGITS) != 4 || s[4] != '-')
		return 0;
	month = strspn(s + 5, DIGITS);
	if (month < 1 || month > 2 || s[5 + month] != '-')
		return 0;
	day = strspn(s + 6 + month, DIGITS);
	return day >= 1 && day <= 2 && s[6 + month + day] == '\0';
}

const char *
answers_plain(const char *value)
{
	static const char *const truths[] = {"true", "false", "yes", "no", "on",
	    "off", "y", "n", NULL};

	if (is_in(truths, value))
		return "true or false";
	if (strcasecmp(value, "null") == 0)
		return "nothing";
	if (is_date(value))
		return "a date";
	return is_with_base(value) || is_decimal(value) || is_of_sixty(value) ?
	    "a number" : NULL;
}
