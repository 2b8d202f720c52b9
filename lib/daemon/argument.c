/*
 * Options are read on after a mistake: -d says where to tell it.
 */
#include <bsd/stdlib.h>
#include <stdio.h>
#include <string.h>

#include "daemon/argument.h"

#define LIMIT_MAX 100000

void
argument_usage(struct argument_mistake *m, const char *page)
{
	if (m->what != NULL)
		return;
	snprintf(m->text, sizeof(m->text), "wrong usage; see %s", page);
	m->what = m->text;
	m->wants_usage = 1;
}

void
argument_reason(struct argument_mistake *m, int option, const char *text,
    const char *reason)
{
	if (reason == NULL || m->what != NULL)
		return;
	snprintf(m->text, sizeof(m->text), "cannot use -%c %s: %s", option,
	    text, reason);
	m->what = m->text;
}

long long
argument_number(struct argument_mistake *m, int option, const char *text,
    long long min, long long max)
{
	const char *error;
	long long n = strtonum(text, min, max, &error);
	char reason[64];

	if (error == NULL)
		return n;
	snprintf(reason, sizeof(reason), "the number is %s", error);
	argument_reason(m, option, text, reason);
	return min;
}

void
argument_limits(struct argument_mistake *m, int option, char *text,
    unsigned *total, unsigned *per_client)
{
	char *colon = strchr(text, ':');

	if (colon != NULL)
		*colon = '\0';
	*total = (unsigned)argument_number(m, option, text, 1, LIMIT_MAX);
	*per_client = colon == NULL ? *total :
	    (unsigned)argument_number(m, option, colon + 1, 1, LIMIT_MAX);
}

void
argument_append(struct argument_mistake *m, const char *page, const char *text,
    const char **list, size_t *n, size_t max)
{
	if (*n == max)
		argument_usage(m, page);
	else
		list[(*n)++] = text;
}
