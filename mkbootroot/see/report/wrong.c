/*
 * What went wrong, each kind of it once.
 */
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/see/report/wrong.h"

/* Without a word, the sentence is all there is. */
static int
compare_kinds(const struct happening *a, const struct happening *b)
{
	int r;

	if ((r = strcmp(a->word, b->word)) != 0)
		return r;
	if (a->word[0] == '\0' && (r = strcmp(a->text, b->text)) != 0)
		return r;
	if (a->is_hint != b->is_hint)
		return a->is_hint - b->is_hint;
	return a->program < b->program ? -1 : a->program > b->program;
}

/* By kind; those of one machine stand together, as in the past. */
static int
compare_happenings(const void *va, const void *vb)
{
	const struct happening *const *a = va, *const *b = vb;
	const int r = compare_kinds(*a, *b);

	return r != 0 ? r : *a < *b ? -1 : *a > *b;
}

static int
compare_wrong(const void *va, const void *vb)
{
	const struct wrong *a = va, *b = vb;

	if (a->known != b->known)
		return a->known > b->known ? -1 : 1;
	if (a->machines != b->machines)
		return a->machines > b->machines ? -1 : 1;
	if (a->times != b->times)
		return a->times > b->times ? -1 : 1;
	return compare_kinds(a->example, b->example);
}

static void
add(struct wrong *w, const struct happening *e, const struct happening *before)
{
	if (w->times++ == 0)
		w->example = e;
	if (e->machine == NULL ||
	    (w->times > 1 && before->machine == e->machine))
		return;
	if (w->machines < WRONG_MACHINES)
		w->machine[w->machines] = e->machine;
	w->machines++;
	w->known += (size_t)(e->machine->is_known != 0);
}

long
wrong_find(const struct past *h, int calm, struct wrong **wrong)
{
	const struct happening **e = calloc(h->n + 1, sizeof(*e));
	size_t i, n = 0, kinds = 0;

	*wrong = NULL;
	if (e == NULL)
		return -1;
	for (i = 0; i < h->n; i++)
		if (h->happening[i].is_wrong &&
		    !h->happening[i].is_calm == !calm)
			e[n++] = &h->happening[i];
	if (n > 0)
		qsort(e, n, sizeof(*e), compare_happenings);
	for (i = 0; i < n; i++)
		kinds += i == 0 || compare_kinds(e[i - 1], e[i]) != 0;
	if (kinds > 0 && (*wrong = calloc(kinds, sizeof(**wrong))) == NULL) {
		free(e);
		return -1;
	}
	for (i = kinds = 0; i < n; i++) {
		kinds += i == 0 || compare_kinds(e[i - 1], e[i]) != 0;
		add(&(*wrong)[kinds - 1], e[i], i == 0 ? NULL : e[i - 1]);
	}
	free(e);
	if (kinds > 0)
		qsort(*wrong, kinds, sizeof(**wrong), compare_wrong);
	return (long)kinds;
}
