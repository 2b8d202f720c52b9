/*
 * The order of those that need the same does not depend on what they do: a line
 * that somebody reads must not jump.
 */
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/see/board.h"
#include "mkbootroot/see/eventtext.h"

void
board_begin(struct board *b)
{
	*b = (struct board){ .row = NULL, .machine = SIZE_MAX, .rows = 1,
	    .lines = 1 };
}

void
board_end(struct board *b)
{
	free(b->row);
	board_begin(b);
}

static enum need
need_of(const struct machine *m, const struct title *title, int64_t now_us)
{
	const int has_trouble = m->trouble.time_us != 0 &&
	    !m->trouble.is_calm;

	/* Its log says so only when the file has been sent. */
	if (title != NULL)
		return NEED_TIME;
	if (m->stage == MACHINE_DONE)
		return NEED_NOTHING;
	if (has_trouble || machine_stands(m, now_us))
		return NEED_PERSON;
	/* Silence that the map wants. */
	if (m->stage == MACHINE_NONE || m->stage == MACHINE_SILENT)
		return NEED_NEVER;
	return NEED_TIME;
}

/* What is newer stands above, but of boots the one that takes longest. */
static int64_t
since(const struct machine *m, enum need need)
{
	switch (need) {
	case NEED_PERSON:
		return m->trouble.time_us != 0 && !m->trouble.is_calm ?
		    -m->trouble.time_us : -m->stage_us;
	case NEED_TIME:
		return m->boot_us;
	case NEED_NOTHING:
		return -m->stage_us;
	default:
		return -m->first_us;
	}
}

struct board_row
board_row(const struct machine *m, const struct titles *t, int64_t now_us)
{
	const struct title *title = titles_find(t, m->name, m->address);
	const enum need need = need_of(m, title, now_us);

	return (struct board_row){ .machine = m, .title = title, .need = need,
	    .since_us = since(m, need) };
}

static int
is_in(const char *text, const char *search)
{
	return strcasestr(text, search) != NULL;
}

static int
is_searched(const struct board *b, const struct machine *m)
{
	return b->search_n == 0 || is_in(m->name, b->search) ||
	    is_in(m->mac, b->search) || is_in(m->address, b->search) ||
	    is_in(m->uuid, b->search) || is_in(m->arch, b->search) ||
	    is_in(m->file, b->search) ||
	    is_in(machine_stage_name(m->stage), b->search) ||
	    (m->trouble.time_us != 0 &&
	    is_in(eventtext_trouble(&m->trouble), b->search));
}

static int
by_need(const void *a, const void *b)
{
	const struct board_row *x = a, *y = b;

	if (x->need != y->need)
		return x->need < y->need ? -1 : 1;
	if (x->since_us != y->since_us)
		return x->since_us < y->since_us ? -1 : 1;
	return x->machine->number < y->machine->number ? -1 :
	    x->machine->number > y->machine->number;
}

/* The chosen machine is where it is now; without it, the row stays. */
static void
choose_again(struct board *b)
{
	size_t i;

	if (b->follows)
		for (i = 0; i < b->n; i++)
			if (b->row[i].machine->number == b->machine) {
				b->chosen = i;
				return;
			}
	if (b->page != BOARD_LIST)
		return;
	if (!b->follows)
		b->chosen = 0;
	if (b->chosen >= b->n)
		b->chosen = b->n == 0 ? 0 : b->n - 1;
	b->machine = b->n == 0 ? SIZE_MAX :
	    b->row[b->chosen].machine->number;
}

/* The machine that the chosen one was found to be. */
static void
rename_chosen(struct board *b, const struct site *s)
{
	const struct machine *m;

	if (b->machine >= s->machine_n)
		return;
	for (m = s->machine[b->machine]; m->is_also != NULL; m = m->is_also)
		;
	b->machine = m->number;
}

int
board_sort(struct board *b, const struct site *s, const struct titles *t,
    int64_t now_us)
{
	struct board_row *more, row;
	size_t i;

	if (s->machine_n > b->size) {
		if ((more = reallocarray(b->row, s->machine_n + 256,
		    sizeof(*more))) == NULL)
			return -1;
		b->row = more;
		b->size = s->machine_n + 256;
	}
	b->n = 0;
	b->is_stale = 0;
	memset(b->of, 0, sizeof(b->of));
	for (i = 0; i < s->machine_n; i++) {
		if (s->machine[i]->is_also != NULL)
			continue;
		row = board_row(s->machine[i], t, now_us);
		b->of[row.need]++;
		if (is_searched(b, row.machine))
			b->row[b->n++] = row;
	}
	if (b->n > 0)
		qsort(b->row, b->n, sizeof(*b->row), by_need);
	rename_chosen(b, s);
	choose_again(b);
	return 0;
}

void
board_show(struct board *b, unsigned rows)
{
	b->rows = rows == 0 ? 1 : rows;
	if (b->top > b->chosen)
		b->top = b->chosen;
	if (b->chosen - b->top >= b->rows)
		b->top = b->chosen - b->rows + 1;
	/* No empty rows below while there are others above. */
	if (b->n <= b->rows)
		b->top = 0;
	else if (b->top > b->n - b->rows)
		b->top = b->n - b->rows;
}
