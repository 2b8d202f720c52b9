/*
 * Readers keep what an anchor is before and let an alias be the same once more: nine
 * lines of nine aliases each are a thousand million values for who looks at each.
 */
#include <string.h>

#include "mkbootroot/answers/answersalias.h"

/* The last of this name holds: readers that let it be there twice take it so. */
static struct answersalias_anchor *
find(struct answersalias *a, const char *name)
{
	for (size_t i = a->anchors; i-- > 0;)
		if (strcmp(a->anchor[i].name, name) == 0)
			return &a->anchor[i];
	return NULL;
}

/* At most one more than the most: all of them are more than a number holds. */
static unsigned long
sum(unsigned long x, unsigned long y)
{
	return x > ANSWERSALIAS_VALUES_MAX ||
	    y > ANSWERSALIAS_VALUES_MAX - x ? ANSWERSALIAS_VALUES_MAX + 1 :
	    x + y;
}

void
answersalias_begin(struct answersalias *a)
{
	a->anchors = a->depth = 0;
	a->is_cut = 0;
}

/* The place of a new anchor; -1: it is not kept. */
static int
keep(struct answersalias *a, const char *name)
{
	struct answersalias_anchor *new;

	if (a->anchors == ANSWERSALIAS_ANCHORS ||
	    strlen(name) >= ANSWERSALIAS_NAME_SIZE) {
		a->is_cut = 1;
		return -1;
	}
	new = &a->anchor[a->anchors];
	strcpy(new->name, name);
	new->is_open = 1;
	new->values = 0;
	return (int)a->anchors++;
}

const char *
answersalias_open(struct answersalias *a, const char *anchor)
{
	const int is_twice = anchor != NULL && !a->may_be_twice &&
	    find(a, anchor) != NULL;

	a->open[a->depth].anchor = anchor == NULL ? -1 : keep(a, anchor);
	a->open[a->depth].values = 1;
	a->depth++;
	return is_twice ? "an anchor (&NAME) whose name another one has already" :
	    NULL;
}

void
answersalias_close(struct answersalias *a)
{
	const size_t at = --a->depth;

	if (a->open[at].anchor != -1) {
		a->anchor[a->open[at].anchor].is_open = 0;
		a->anchor[a->open[at].anchor].values = a->open[at].values;
	}
	if (at > 0)
		a->open[at - 1].values = sum(a->open[at - 1].values,
		    a->open[at].values);
}

const char *
answersalias_take(struct answersalias *a, const char *name, unsigned line)
{
	const struct answersalias_anchor *of = find(a, name);

	/* It may be of one that was not kept. */
	if (a->is_cut && (of == NULL || of->is_open))
		return NULL;
	if (of == NULL)
		return "an alias (*NAME) without an anchor (&NAME) before it: a "
		    "text that begins with * needs quotes";
	if (of->is_open)
		return "an alias (*NAME) in what it is an alias of";
	a->values = sum(a->values, of->values);
	if (a->many_line == 0 && a->values > ANSWERSALIAS_VALUES_MAX)
		a->many_line = line;
	if (a->depth > 0)
		a->open[a->depth - 1].values = sum(a->open[a->depth -
		    1].values, of->values);
	return NULL;
}
