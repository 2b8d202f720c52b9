/*
 * What is said of many lines alike is said of the first, with how many more
 * there are. First what is the same to the letter, then what differs in names
 * and numbers only, of which more are worth reading.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/importedmany.h"

/* Up to so many each has its own line. */
#define SAME_MAX 9
#define ALIKE_MAX 20

/* One that is said, and for which others it stands. */
struct many {
	const struct mistake *first;
	size_t at;			/* its place among all */
	size_t more;
	unsigned last;			/* the line of the last one */
};

static int
by_line(const struct many *x, const struct many *y)
{
	if (x->first->line != y->first->line)
		return x->first->line < y->first->line ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

/* Texts, in which all numbers are alike. */
static int
compare_alike(const char *a, const char *b)
{
	while (*a != '\0' && *b != '\0') {
		if (isdigit((unsigned char)*a) && isdigit((unsigned char)*b)) {
			a += strspn(a, "0123456789");
			b += strspn(b, "0123456789");
		} else if (*a++ != *b++)
			return a[-1] < b[-1] ? -1 : 1;
	}
	return (*a != '\0') - (*b != '\0');
}

static int
compare(const struct many *x, const struct many *y, int is_alike)
{
	if (x->first->warning != y->first->warning)
		return x->first->warning - y->first->warning;
	if (!is_alike)
		return strcmp(x->first->text, y->first->text);
	return compare_alike(x->first->text + x->first->reason,
	    y->first->text + y->first->reason);
}

static int
same_order(const void *a, const void *b)
{
	const int order = compare(a, b, 0);

	return order != 0 ? order : by_line(a, b);
}

static int
alike_order(const void *a, const void *b)
{
	const int order = compare(a, b, 1);

	return order != 0 ? order : by_line(a, b);
}

static int
line_order(const void *a, const void *b)
{
	return by_line(a, b);
}

/* Joins those that are next to each other, where there are more than max. */
static size_t
join(struct many *list, size_t n, int is_alike, size_t max)
{
	size_t kept = 0, from, to;

	for (from = 0; from < n; from = to) {
		for (to = from + 1; to < n && compare(&list[from], &list[to],
		    is_alike) == 0; to++)
			;
		if (to - from <= max) {
			memmove(&list[kept], &list[from],
			    (to - from) * sizeof(*list));
			kept += to - from;
			continue;
		}
		list[kept] = list[from];
		for (size_t i = from + 1; i < to; i++) {
			list[kept].more += list[i].more + 1;
			if (list[i].last > list[kept].last)
				list[kept].last = list[i].last;
		}
		kept++;
	}
	return kept;
}

static void
add(struct mistakes *said, const struct many *m)
{
	const struct mistake *f = m->first;
	char more[96] = "";

	if (m->more > 0)
		snprintf(more, sizeof(more), " (and %zu more like this, up to "
		    "line %u: -v names each)", m->more, m->last);
	if (f->warning)
		mistake_warn(said, f->line, "%s%s", f->text, more);
	else
		mistake_add(said, f->line, "%s%s", f->text, more);
}

void
imported_many(const struct mistakes *all, struct mistakes *said)
{
	struct many *list = reallocarray(NULL, all->n + 1, sizeof(*list));
	size_t n = all->n;

	said->no_memory |= all->no_memory;
	if (list == NULL) {
		said->no_memory = 1;
		return;
	}
	for (size_t i = 0; i < n; i++)
		list[i] = (struct many){ .first = &all->list[i], .at = i,
		    .last = all->list[i].line };
	qsort(list, n, sizeof(*list), same_order);
	n = join(list, n, 0, SAME_MAX);
	qsort(list, n, sizeof(*list), alike_order);
	n = join(list, n, 1, ALIKE_MAX);
	qsort(list, n, sizeof(*list), line_order);
	for (size_t i = 0; i < n; i++)
		add(said, &list[i]);
	free(list);
}
