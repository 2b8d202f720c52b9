/*
 * The numbers that stand at the beginning of a report.
 */
#include <stdlib.h>

#include "mkbootroot/see/report/totals.h"

static int
compare_lengths(const void *va, const void *vb)
{
	const int64_t *a = va, *b = vb;

	return *a < *b ? -1 : *a > *b;
}

size_t
totals_run(const struct past *h, size_t first)
{
	size_t n = 1;

	while (first + n < h->n &&
	    h->happening[first + n].machine == h->happening[first].machine)
		n++;
	return n;
}

int
totals_is_stranger(const struct happening *of_machine, size_t n)
{
	if (of_machine->machine == NULL || of_machine->machine->is_known)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (of_machine[i].kind == EVENT_UNKNOWN ||
		    of_machine[i].kind == EVENT_TOLD || of_machine[i].boot > 0)
			return 1;
	return 0;
}

static void
add_boot(struct totals *t, const struct boot *b, int64_t *length)
{
	if (!b->is_shown)
		return;
	t->boots++;
	t->files += b->files;
	t->bytes += b->bytes;
	if (b->end == BOOT_FINISHED)
		length[t->finished++] = b->end_us - b->begin_us;
	else if (b->end == BOOT_GOES_ON)
		t->going_on++;
	else
		t->unfinished++;
}

/* Machines, each with all that it did. */
static void
add_machines(struct totals *t, const struct past *h)
{
	size_t first, n;

	for (first = 0; first < h->n; first += n) {
		n = totals_run(h, first);
		t->strangers += (size_t)totals_is_stranger(&h->happening[first],
		    n);
	}
	for (size_t i = 0; i < h->boots; i++)
		t->machines += (size_t)h->boot[i].is_last;
}

int
totals_of(struct totals *t, const struct past *h)
{
	int64_t *length = calloc(h->boots + 1, sizeof(*length));

	*t = (struct totals){ .boots = 0 };
	if (length == NULL)
		return -1;
	for (size_t i = 0; i < h->boots; i++)
		add_boot(t, &h->boot[i], length);
	add_machines(t, h);
	if (t->finished > 0) {
		qsort(length, t->finished, sizeof(*length), compare_lengths);
		t->usual_us = length[t->finished / 2];
		t->longest_us = length[t->finished - 1];
	}
	free(length);
	return 0;
}
