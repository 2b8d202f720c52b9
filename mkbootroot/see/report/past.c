/*
 * What happened: the events are kept as they come.
 */
#include <stdlib.h>

#include "mkbootroot/see/report/boots.h"
#include "mkbootroot/see/report/past.h"

static const char *
keep(struct past *h, const char *text)
{
	const char *kept = kept_text(&h->kept, text);

	if (kept == NULL)
		h->no_memory = 1;
	return kept == NULL ? "" : kept;
}

static const char *
keep_word(struct past *h, const struct logline *l, enum logline_key key)
{
	char plain[MACHINE_FILE_SIZE];

	if (l == NULL || l->word[key].n == 0)
		return "";
	return keep(h, slice_plain(l->word[key], plain, sizeof(plain)));
}

/* -1 of a word that is missing is 0. */
static uint64_t
number(const struct logline *l, enum logline_key key)
{
	const double value = l == NULL ? 0 : logline_number(l, key);

	return value > 0 && value < 1e18 ? (uint64_t)value : 0;
}

static void
take_trouble(struct past *h, struct happening *happening,
    const struct trouble *t)
{
	happening->is_wrong = 1;
	happening->is_hint = t->is_hint;
	happening->is_calm = t->is_calm;
	happening->word = keep(h, t->word);
	happening->text = keep(h, t->text);
	happening->remedy = t->remedy;
}

static struct happening *
past_room(struct past *h)
{
	struct happening *more;
	const size_t room = h->room == 0 ? 1024 : 2 * h->room;

	if (h->n < h->room)
		return &h->happening[h->n];
	more = reallocarray(h->happening, room, sizeof(*more));
	if (more == NULL) {
		h->no_memory = 1;
		return NULL;
	}
	h->happening = more;
	h->room = room;
	return &h->happening[h->n];
}

static void
take_time(struct past *h, const struct happening *e)
{
	if (h->last_us == 0) {
		h->is_coarse = 1;
		h->first_us = e->begin_us;
		h->last_us = e->end_us;
	}
	if (e->begin_us < h->first_us)
		h->first_us = e->begin_us;
	if (e->end_us > h->last_us)
		h->last_us = e->end_us;
	if (e->end_us % 1000000 != 0)
		h->is_coarse = 0;
}

/* Leaves out what is of a clock that is ahead, unless nothing else is there. */
static void
drop_ahead(struct past *h)
{
	size_t i, n = 0;

	if (h->ahead_us == 0)
		return;
	for (i = 0; i < h->n; i++)
		h->ahead += h->happening[i].end_us > h->ahead_us;
	if (h->ahead == h->n)
		h->ahead = 0;
	if (h->ahead == 0)
		return;
	for (i = 0; i < h->n; i++)
		if (h->happening[i].end_us <= h->ahead_us)
			h->happening[n++] = h->happening[i];
	h->n = n;
}

static void
take_host(struct past *h, const struct logline *l)
{
	char plain[256];

	if (l == NULL || l->host.n == 0 || h->of_many_hosts ||
	    (h->host != NULL && slice_is(l->host, h->host)))
		return;
	if (h->host != NULL)
		h->of_many_hosts = 1;
	else
		h->host = keep(h, slice_plain(l->host, plain, sizeof(plain)));
}

void
past_tell(void *past, const struct event *e)
{
	struct past *h = past;
	struct happening *new = past_room(h);

	/* Who asks for the size only loads the file next. */
	if (new == NULL || e->kind == EVENT_PROBED)
		return;
	*new = (struct happening){ .machine = e->machine, .boot = e->boot,
	    .order = h->n, .kind = e->kind, .file_is = e->file_is,
	    .is_of_disk = e->line != NULL &&
	    slice_is(e->line->word[LOGLINE_BOOTS], "disk"),
	    .program = e->line == NULL ? LOGLINE_NOBODY : e->line->program,
	    .begin_us = e->begun_us, .end_us = e->time_us, .bytes = e->bytes,
	    .resent = number(e->line, LOGLINE_RESENT),
	    .blksize = (unsigned)number(e->line, LOGLINE_BLKSIZE),
	    .windowsize = (unsigned)number(e->line, LOGLINE_WINDOWSIZE),
	    .file = keep_word(h, e->line, LOGLINE_FILE),
	    .word = keep_word(h, e->line, LOGLINE_REASON), .text = "" };
	if (e->kind == EVENT_BOOTED)
		new->begin_us = e->time_us;
	if (e->trouble != NULL)
		take_trouble(h, new, e->trouble);
	take_host(h, e->line);
	h->n++;
}

int
past_sort(struct past *h, int64_t until_us)
{
	if (h->no_memory)
		return -1;
	drop_ahead(h);
	/* That a boot is over is said later than it was. */
	for (size_t i = 0; i < h->n; i++)
		if (h->happening[i].kind != EVENT_BOOTED)
			take_time(h, &h->happening[i]);
	h->until_us = until_us > h->last_us ? until_us : h->last_us;
	for (size_t i = 0; i < h->n; i++) {
		struct happening *happening = &h->happening[i];

		/* Who it was may have become clear later. */
		while (happening->machine != NULL &&
		    happening->machine->is_also != NULL)
			happening->machine = happening->machine->is_also;
	}
	return boots_make(h);
}

int
boot_wants(const struct boot *b)
{
	return (b->end != BOOT_FINISHED && b->end != BOOT_GOES_ON) +
	    (b->trouble != NULL && !b->trouble->is_calm);
}

char *
past_time(const struct past *h, char buf[CLOCK_SIZE], int64_t us)
{
	return clock_same_day(h->first_us, h->last_us) ? clock_time(buf, us) :
	    clock_date(buf, us);
}

void
past_free(struct past *h)
{
	free(h->happening);
	free(h->boot);
	kept_free(&h->kept);
	*h = (struct past){ .n = 0 };
}
