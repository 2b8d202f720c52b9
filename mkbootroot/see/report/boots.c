/*
 * The boots in what happened.
 */
#include <stdlib.h>

#include "mkbootroot/see/report/boots.h"
#include "mkbootroot/see/report/gap.h"

static int
compare_numbers(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

/* By machine, by boot, by time; what is of no machine stands first. */
static int
compare_happenings(const void *va, const void *vb)
{
	const struct happening *a = va, *b = vb;
	int r;

	if (a->machine == NULL || b->machine == NULL) {
		if (a->machine != b->machine)
			return a->machine == NULL ? -1 : 1;
	} else if (a->machine != b->machine) {
		return a->machine->number < b->machine->number ? -1 : 1;
	}
	if (a->boot != b->boot)
		return a->boot < b->boot ? -1 : 1;
	r = compare_numbers(a->begin_us, b->begin_us);
	return r != 0 ? r : a->order < b->order ? -1 : a->order > b->order;
}

static int
compare_boots(const void *va, const void *vb)
{
	const struct boot *a = va, *b = vb;
	const int r = compare_numbers(a->begin_us, b->begin_us);

	return r != 0 ? r : compare_happenings(a->happening, b->happening);
}

static void
add_gap(void *boot, enum gap gap, int64_t begin_us, int64_t end_us)
{
	struct boot *b = boot;

	if (gap == GAP_WAITING)
		b->waiting_us += end_us - begin_us;
	b->loading_us -= end_us - begin_us;
}

static void
take_trouble(struct boot *b, const struct happening *happening)
{
	if (b->trouble == NULL || b->trouble->is_calm || !happening->is_calm)
		b->trouble = happening;
}

/* Of a boot that nobody said is over; a later one of its machine's may. */
static enum boot_end
end_of(const struct boot *b, int has_asked, int is_last, int64_t until_us)
{
	return is_last && until_us - b->end_us < MACHINE_GAP_US ?
	    BOOT_GOES_ON : has_asked ? BOOT_STOPPED : b->was_told ? BOOT_LOST :
	    BOOT_UNANSWERED;
}

static void
fill(struct boot *b, int is_last, int64_t until_us)
{
	int has_asked = 0, has_all = 0;

	b->begin_us = b->end_us = b->happening->begin_us;
	for (size_t i = 0; i < b->n; i++) {
		const struct happening *e = &b->happening[i];

		has_asked |= happening_is_served(e);
		b->was_told |= e->kind == EVENT_TOLD && !e->is_of_disk;
		has_all |= e->kind == EVENT_BOOTED;
		if (e->kind == EVENT_DONE)
			b->done_us = e->end_us;
		b->files += e->kind == EVENT_SENT;
		b->bytes += e->kind == EVENT_RECEIVED ? 0 : e->bytes;
		if (e->is_wrong)
			take_trouble(b, e);
		/* That it is over is said later than it was. */
		if (e->kind != EVENT_BOOTED && e->kind != EVENT_STALLED &&
		    e->kind != EVENT_DONE && e->end_us > b->end_us)
			b->end_us = e->end_us;
	}
	b->end = has_all || b->done_us != 0 ? BOOT_FINISHED :
	    end_of(b, has_asked, is_last, until_us);
	b->loading_us = b->end_us - b->begin_us;
	gap_each(b, add_gap, b);
}

/* Who is strange, and was told nothing, is not at a boot. */
static int
shows(const struct boot *b)
{
	return b->files > 0 || b->was_told || b->end == BOOT_STOPPED ||
	    b->end == BOOT_FINISHED || (b->trouble != NULL &&
	    !b->trouble->is_calm && b->machine->is_known);
}

/*
 * Those of one machine come one after the other: only behind the last one may
 * what is still to come be missing.
 */
static void
boots_add(struct past *h, const struct happening *first, size_t n,
    int is_last, struct boot **shown)
{
	struct boot *b = &h->boot[h->boots++];

	*b = (struct boot){ .machine = first->machine, .happening = first,
	    .n = n };
	fill(b, is_last, h->until_us);
	b->is_shown = b->is_last = shows(b);
	if (!b->is_shown)
		return;
	if (*shown != NULL && (*shown)->machine == b->machine)
		(*shown)->is_last = 0;
	*shown = b;
}

int
boots_make(struct past *h)
{
	size_t first = 0, i, n = 0;
	struct boot *shown = NULL;

	if (h->n == 0)
		return 0;
	qsort(h->happening, h->n, sizeof(*h->happening), compare_happenings);
	for (i = 0; i < h->n; i++)
		n += i == 0 || h->happening[i].machine !=
		    h->happening[i - 1].machine ||
		    h->happening[i].boot != h->happening[i - 1].boot;
	if ((h->boot = calloc(n, sizeof(*h->boot))) == NULL)
		return -1;
	for (i = 1; i <= h->n; i++) {
		const struct happening *e = &h->happening[first];

		if (i < h->n && h->happening[i].machine == e->machine &&
		    h->happening[i].boot == e->boot)
			continue;
		/* Of a server, or of a machine that does not boot. */
		if (e->machine != NULL && e->boot > 0)
			boots_add(h, e, i - first, i == h->n ||
			    h->happening[i].machine != e->machine, &shown);
		first = i;
	}
	if (h->boots > 0)
		qsort(h->boot, h->boots, sizeof(*h->boot), compare_boots);
	return 0;
}
