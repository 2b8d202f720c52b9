/*
 * From lines to events, and to what each machine is at.
 */
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/see/boot.h"
#include "mkbootroot/see/sitewho.h"
#include "mkbootroot/see/trouble.h"

#define NEVER INT64_MAX

int
site_open(struct site *s, void (*tell)(void *, const struct event *),
    void *arg)
{
	memset(s, 0, sizeof(*s));
	s->due_us = NEVER;
	s->tell = tell;
	s->tell_arg = arg;
	return (s->who = sitewho_open()) == NULL ? -1 : 0;
}

void
site_close(struct site *s)
{
	sitewho_close(s->who);
	for (size_t i = 0; i < s->machine_n; i++)
		free(s->machine[i]);
	free(s->machine);
}

static void
tell(struct site *s, struct event *e, const struct machine *m)
{
	e->machine = m;
	e->boot = m == NULL ? 0 : m->boots;
	if (s->tell != NULL)
		s->tell(s->tell_arg, e);
}

/* What needs a person stays until the next boot. */
static void
note_trouble(struct machine *m, const struct trouble *t)
{
	if (m->trouble.time_us == 0 || m->trouble.is_calm || !t->is_calm)
		m->trouble = *t;
}

static enum event_kind
kind_of(enum logline_kind kind)
{
	static const enum event_kind kinds[LOGLINE_KINDS] = {
		[LOGLINE_SENT] = EVENT_SENT,
		[LOGLINE_RECEIVED] = EVENT_RECEIVED,
		[LOGLINE_PROBED] = EVENT_PROBED,
		[LOGLINE_UNCHANGED] = EVENT_UNCHANGED,
		[LOGLINE_REFUSED] = EVENT_REFUSED,
		[LOGLINE_FAILED] = EVENT_FAILED,
		[LOGLINE_ABORTED] = EVENT_ABORTED,
		[LOGLINE_PUT_OFF] = EVENT_PUT_OFF,
		[LOGLINE_ENDED] = EVENT_ENDED,
		[LOGLINE_STALLED] = EVENT_STALLED,
		[LOGLINE_WARNING] = EVENT_WARNING,
		[LOGLINE_DONE] = EVENT_DONE,
	};

	return kinds[kind];
}

/* When all that it boots is there; NEVER: not yet, or it is over. */
static int64_t
done_us(const struct machine *m)
{
	if (m->is_also != NULL || m->is_broken)
		return NEVER;
	if (m->stage == MACHINE_INITRD)
		return m->file_us + MACHINE_DONE_US;
	return m->stage == MACHINE_KERNEL ? m->file_us + MACHINE_ALONE_US : NEVER;
}

/*
 * A message comes by two links, and is answered on one: that it was not on the
 * other is no trouble.
 */
static int
is_told_elsewhere(const struct machine *m, const struct logline *l)
{
	return l->kind == LOGLINE_SILENT && boot_is_told(m, l) &&
	    slice_is(l->word[LOGLINE_MSG], "DISCOVER");
}

static void
take_of_machine(struct site *s, struct machine *m, const struct logline *l,
    struct event *e, struct trouble *t)
{
	t->is_calm |= is_told_elsewhere(m, l);
	if (l->answer.n > 0) {
		boot_message(m, l, e);
	} else {
		e->kind = kind_of(l->kind);
		boot_file(m, l, e);
	}
	if (e->kind == EVENT_DONE)
		boot_stage(m, MACHINE_DONE, e->time_us);
	if (e->trouble != NULL && !boot_is_aside(l))
		note_trouble(m, e->trouble);
	if (m->last_us < e->time_us)
		m->last_us = e->time_us;
	if (s->due_us > done_us(m))
		s->due_us = done_us(m);
	tell(s, e, m);
}

static void
take_of_server(struct site *s, struct event *e)
{
	e->kind = EVENT_SERVER;
	if (e->trouble != NULL && !e->trouble->is_calm)
		s->server = *e->trouble;
	tell(s, e, NULL);
}

/* Whom it is about. Not-a-request and the like are no machines. */
static int
is_of_machine(const struct logline *l)
{
	switch (l->kind) {
	case LOGLINE_UNREADABLE:
	case LOGLINE_FLOOD:
	case LOGLINE_LOST:
	case LOGLINE_OTHER:
		return 0;
	case LOGLINE_SILENT:
		return l->word[LOGLINE_FROM].n == 0 && l->answer.n > 0;
	default:
		return 1;
	}
}

/*
 * One clock that is ahead ends no boots of the others. Where no line is of our
 * time, it is our clock that is behind.
 */
static void
pass_by(struct site *s, const struct logline *l)
{
	if (l->is_ahead && s->has_present)
		return;
	if (!l->is_ahead && !s->has_present) {
		s->has_present = 1;
		s->last_us = l->time_us;
	}
	if (s->last_us < l->time_us)
		s->last_us = l->time_us;
	site_pass(s, l->time_us);
}

int
site_take(struct site *s, const struct logline *l)
{
	struct event e = {.line = l, .time_us = l->time_us,
	    .begun_us = l->time_us};
	struct machine *m;
	struct trouble t;

	s->lines[l->kind]++;
	if (l->kind == LOGLINE_FOREIGN || l->kind == LOGLINE_COUNTERS ||
	    slice_is(l->word[LOGLINE_REASON], "not-pxe"))
		return 0;
	pass_by(s, l);
	e.trouble = trouble_of(l, &t) ? &t : NULL;
	if (!is_of_machine(l)) {
		take_of_server(s, &e);
		return 0;
	}
	if (sitewho_find(s, l, &m) == -1)
		return -1;
	if (m != NULL)
		take_of_machine(s, m, l, &e, &t);
	return 0;
}

void
site_pass(struct site *s, int64_t now_us)
{
	int64_t due_us;

	if (now_us < s->due_us)
		return;
	s->due_us = NEVER;
	for (size_t i = 0; i < s->machine_n; i++) {
		struct machine *m = s->machine[i];
		struct event e = {.kind = EVENT_BOOTED, .time_us = m->file_us,
		    .begun_us = m->boot_us};

		if ((due_us = done_us(m)) == NEVER)
			continue;
		if (due_us > now_us) {
			if (due_us < s->due_us)
				s->due_us = due_us;
			continue;
		}
		boot_stage(m, MACHINE_DONE, m->file_us);
		/* An initrd that came late has made it less than that. */
		if (!m->is_booted) {
			m->is_booted = 1;
			tell(s, &e, m);
		}
	}
}

int64_t
site_due_us(const struct site *s)
{
	return s->due_us;
}
