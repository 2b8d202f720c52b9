/*
 * A long time, cut into stretches.
 */
#include <stdlib.h>

#include "mkbootroot/see/report/stretch.h"

#define SECOND INT64_C(1000000)
#define SHORTEST_US (30 * SECOND)	/* a stretch takes boots in for so long */
#define LONGEST_US (3600 * SECOND)
#define LENGTHS 4			/* as many boots, one after the other */
#define FEW 2				/* boots at once */
#define QUIET 4				/* that part of it: nothing boots */

static int
compare_lengths(const void *va, const void *vb)
{
	const int64_t *a = va, *b = vb;

	return *a < *b ? -1 : *a > *b;
}

/* For how long a stretch takes boots in, by the length that boots have here. */
static int64_t
reach(const struct boot *const *boot, size_t n)
{
	int64_t *length = calloc(n, sizeof(*length));
	int64_t usual;

	if (length == NULL)
		return -1;
	for (size_t i = 0; i < n; i++)
		length[i] = boot[i]->end_us - boot[i]->begin_us;
	qsort(length, n, sizeof(*length), compare_lengths);
	usual = LENGTHS * length[n / 2];
	free(length);
	return usual < SHORTEST_US ? SHORTEST_US :
	    usual > LONGEST_US ? LONGEST_US : usual;
}

/* A machine of a stretch, to sort by. */
struct place {
	const struct boot *boot;
	size_t at;		/* where its machine's first boot is */
};

static int
compare_places(const void *va, const void *vb)
{
	const struct place *a = va, *b = vb;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return a->boot < b->boot ? -1 : a->boot > b->boot;
}

/*
 * Brings the boots of each machine together. first is a table by the machines'
 * numbers, of which only what was written for this stretch counts. -1: no
 * memory.
 */
static int
sort_machines(struct stretch *s, size_t *first)
{
	struct place *place = calloc(s->boots, sizeof(*place));

	if (place == NULL)
		return -1;
	for (size_t i = s->boots; i-- > 0; )
		first[s->boot[i]->machine->number] = i;
	for (size_t i = 0; i < s->boots; i++) {
		place[i].boot = s->boot[i];
		place[i].at = first[s->boot[i]->machine->number];
		s->machines += place[i].at == i;
	}
	qsort(place, s->boots, sizeof(*place), compare_places);
	for (size_t i = 0; i < s->boots; i++)
		s->boot[i] = place[i].boot;
	free(place);
	return 0;
}

/* How many boots want a person so much. */
static void
count_wants(const struct past *h, size_t wants[3])
{
	wants[0] = wants[1] = wants[2] = 0;
	for (size_t i = 0; i < h->boots; i++)
		if (h->boot[i].is_shown)
			wants[boot_wants(&h->boot[i])]++;
}

/*
 * Those that are to be seen, in the order of time. Of too many, those that want a
 * person most, and of those that want it alike the first.
 */
static size_t
choose(const struct boot **boot, const struct past *h, size_t *machines)
{
	size_t room[3], left = STRETCH_BOOTS, n = 0, *of;

	count_wants(h, room);
	for (int wants = 2; wants >= 0; wants--) {
		if (room[wants] > left)
			room[wants] = left;
		left -= room[wants];
	}
	*machines = 0;
	for (size_t i = 0; i < h->boots; i++) {
		of = &room[boot_wants(&h->boot[i])];
		if (!h->boot[i].is_shown || *of == 0)
			continue;
		(*of)--;
		boot[n++] = &h->boot[i];
		if (h->boot[i].machine->number >= *machines)
			*machines = h->boot[i].machine->number + 1;
	}
	return n;
}

static size_t
count_shown(const struct past *h)
{
	size_t wants[3];

	count_wants(h, wants);
	return wants[0] + wants[1] + wants[2];
}

/* Cuts what was chosen. reach_us is for how long a stretch takes boots in. */
static void
cut(struct stretches *s, int64_t reach_us)
{
	for (size_t i = 0; i < s->boots; i++) {
		const struct boot *b = s->boot[i];
		struct stretch *last = &s->stretch[s->n];
		int64_t end_us = b->end_us;

		if (s->n == 0 || b->begin_us > last[-1].end_us + reach_us /
		    QUIET || b->begin_us > last[-1].begin_us + reach_us) {
			*last = (struct stretch){ .begin_us = b->begin_us,
			    .end_us = b->begin_us, .boot = &s->boot[i] };
			s->n++;
		} else {
			last--;
		}
		/* One that lasts for ever must not make all others small. */
		if (end_us > last->begin_us + 2 * reach_us)
			end_us = last->begin_us + 2 * reach_us;
		if (end_us > last->end_us)
			last->end_us = end_us;
		last->length_us = last->end_us - last->begin_us;
		last->boots++;
	}
}

/* Of one boot, as far as the stretch goes. */
static int64_t
longest(const struct stretch *s)
{
	int64_t length, most = 0;

	for (size_t i = 0; i < s->boots; i++) {
		length = s->boot[i]->end_us - s->boot[i]->begin_us;
		if (length > most)
			most = length;
	}
	return most < s->length_us ? most : s->length_us;
}

/* Where few boot at once, for long, it is one stretch. */
static void
join(struct stretches *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		struct stretch *last = n == 0 ? NULL : &s->stretch[n - 1];
		const struct stretch *next = &s->stretch[i];

		if (last == NULL || next->boots > FEW ||
		    !(last->is_apart || last->boots <= FEW)) {
			s->stretch[n++] = *next;
			continue;
		}
		if (!last->is_apart)
			last->length_us = longest(last);
		last->is_apart = 1;
		last->end_us = next->end_us;
		last->boots += next->boots;
		last->machines = last->boots;
		if (longest(next) > last->length_us)
			last->length_us = longest(next);
	}
	s->n = n;
}

int
stretches_make(struct stretches *s, const struct past *h)
{
	size_t machines, *first = NULL;
	int64_t reach_us = -1;
	int r = -1;

	*s = (struct stretches){ .n = 0 };
	if (h->boots == 0)
		return 0;
	s->boot = calloc(h->boots, sizeof(*s->boot));
	s->stretch = calloc(h->boots, sizeof(*s->stretch));
	if (s->boot == NULL || s->stretch == NULL)
		goto out;
	if ((s->boots = choose(s->boot, h, &machines)) == 0) {
		r = 0;
		goto out;
	}
	s->left_out = count_shown(h) - s->boots;
	first = calloc(machines, sizeof(*first));
	if (first == NULL || (reach_us = reach(s->boot, s->boots)) == -1)
		goto out;
	cut(s, reach_us);
	join(s);
	r = 0;
	for (size_t i = 0; i < s->n && r == 0; i++)
		if (!s->stretch[i].is_apart)
			r = sort_machines(&s->stretch[i], first);
out:
	free(first);
	if (r == -1)
		stretches_free(s);
	return r;
}

void
stretches_free(struct stretches *s)
{
	free(s->boot);
	free(s->stretch);
	*s = (struct stretches){ .n = 0 };
}
