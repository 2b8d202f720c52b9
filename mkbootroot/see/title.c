/*
 * The file is a client's word, so it may have blanks and per cent signs: what
 * stands before and behind it is read first.
 */
#include <ctype.h>
#include <limits.h>
#include <string.h>

#include "mkbootroot/see/title.h"

#define RATE_END " MB/s"

/* Takes a number away from the end. -1: there is none. */
static int
take_number(const char *text, size_t *n)
{
	long number = 0, digit = 1;
	size_t end = *n;

	for (; end > 0 && isdigit((unsigned char)text[end - 1]) &&
	    digit <= INT_MAX / 100; end--, digit *= 10)
		number += digit * (text[end - 1] - '0');
	if (end == *n || end == 0 || text[end - 1] != ' ')
		return -1;
	*n = end - 1;
	return (int)number;
}

static int
begins_with(const char *text, size_t n, const char *word)
{
	return n > strlen(word) && memcmp(text, word, strlen(word)) == 0;
}

/* As much of its end as there is room for. */
static void
copy_end(char *to, size_t size, const char *text, size_t n)
{
	if (n > size - 1) {
		text += n - (size - 1);
		n = size - 1;
	}
	memcpy(to, text, n);
	to[n] = '\0';
}

/* "11.3", or "11". -1: there is none. */
static double
take_rate(const char *text, size_t *n)
{
	const size_t end = *n;
	int tenths = 0, whole;

	if (end >= 2 && text[end - 2] == '.' &&
	    isdigit((unsigned char)text[end - 1])) {
		tenths = text[end - 1] - '0';
		*n = end - 2;
	}
	whole = take_number(text, n);
	return whole == -1 ? -1 : whole + tenths / 10.0;
}

int
title_read(const char *text, size_t n, struct title *t)
{
	const char *blank;
	size_t head;

	if (!begins_with(text, n, "tftpd: ") && !begins_with(text, n,
	    "httpd: "))
		return -1;
	text += strlen("tftpd: ");
	n = strnlen(text, n - strlen("tftpd: "));
	if (n < strlen(RATE_END) || memcmp(text + n - strlen(RATE_END),
	    RATE_END, strlen(RATE_END)) != 0)
		return -1;
	n -= strlen(RATE_END);
	if ((t->rate = take_rate(text, &n)) < 0 || n == 0 ||
	    text[--n] != '%' || (t->percent = take_number(text, &n)) == -1 ||
	    (blank = memchr(text, ' ', n)) == NULL)
		return -1;
	head = (size_t)(blank - text);
	if (head == 0 || head >= sizeof(t->who))
		return -1;
	copy_end(t->who, sizeof(t->who), text, head);
	copy_end(t->file, sizeof(t->file), blank + 1, n - head - 1);
	if (t->percent > 100)
		t->percent = 100;
	return 0;
}
