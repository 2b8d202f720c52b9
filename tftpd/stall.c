/*
 * Following what clients are sent.
 */
#include <bsd/string.h>
#include <string.h>

#include "tftpd/stall.h"

#define SIZED_MS (60 * 1000)	/* between the size and the file */

static char *
text_of(struct stalls *s, const struct stall_place *p)
{
	return s->text[p - s->places.place];
}

/* Whether the client asked for this file before. */
static int
is_same_file(struct stalls *s, const struct stall_place *p, const char *text)
{
	const size_t n = strcspn(text, " ");

	return strncmp(text_of(s, p), text, n) == 0 &&
	    strchr(" ", text_of(s, p)[n]) != NULL;
}

static void
quiet(struct stall_place *p)
{
	p->state = STALL_QUIET;
	p->due_ms = STALL_NEVER;
}

static void
wait_until(struct stalls *s, struct stall_place *p, long long due_ms)
{
	p->state = STALL_WAITS;
	p->is_said = 0;
	p->due_ms = due_ms;
	if (due_ms != STALL_NEVER && (!s->has_next || due_ms < s->next_ms)) {
		s->has_next = 1;
		s->next_ms = due_ms;
	}
}

static void
tell(struct stalls *s, struct stall_place *p, enum stall_where where,
    struct stall *told)
{
	told->where = where;
	told->step = p->step;
	told->times = p->times;
	told->is_own = p->is_own;
	strlcpy(told->text, text_of(s, p), sizeof(told->text));
	p->is_said = 1;
}

static uint64_t
fetch(struct stalls *s, struct stall_place *p, enum stall_where where,
    const struct bootstep *b, const char *text)
{
	p->state = STALL_FETCHES;
	p->due_ms = STALL_NEVER;
	p->where = where;
	p->step = *b;
	p->serial = ++s->serial;
	strlcpy(text_of(s, p), text, STALL_TEXT_SIZE);
	return p->serial;
}

/* What it says that a client begins anew; many may share an address. */
static enum stall_where
shown(const struct stall_place *p)
{
	if (p->state != STALL_WAITS || p->is_said || !p->has_mac)
		return STALL_NONE;
	if (p->where != STALL_FIRST)
		return p->where;
	/* Once is not enough: firmware may want to have it twice. */
	if (p->step.must_ask && p->is_firmware)
		return p->times >= 2 ? STALL_FIRST : STALL_NONE;
	return p->times >= STALL_TIMES && !p->step.may_leave ? STALL_LOOP :
	    STALL_NONE;
}

/*
 * Firmware of UEFI asks for the size, hangs up, and asks for the file; no
 * program that is used by hand, and no loader, does so.
 */
static uint64_t
asked_first(struct stalls *s, struct stall_place *p, const struct bootstep *b,
    const char *text, long long now_ms, struct stall *told)
{
	const enum stall_where where = shown(p);

	if (where != STALL_NONE) {
		tell(s, p, where, told);
		p->times = 0;
	}
	if (p->times > 0 && (now_ms - p->first_ms > STALL_AGE_MS ||
	    !is_same_file(s, p, text)))
		p->times = 0;
	p->is_firmware = !b->wants_size && p->sized_ms != STALL_NEVER &&
	    now_ms - p->sized_ms <= SIZED_MS;
	p->sized_ms = b->wants_size ? now_ms : STALL_NEVER;
	p->under_shim = p->is_firmware && b->must_ask &&
	    b->kind == LOADER_SHIM;
	return fetch(s, p, STALL_FIRST, b, text);
}

static uint64_t
asked_loader(struct stalls *s, struct stall_place *p, const struct bootstep *b,
    const char *text)
{
	p->times = 0;
	if (p->under_shim && b->kind == LOADER_GRUB)
		return fetch(s, p, STALL_SECOND, b, text);
	quiet(p);
	return 0;
}

static void
asked_other(struct stalls *s, struct stall_place *p, const struct bootstep *b,
    long long now_ms)
{
	p->times = 0;
	/* It looks for other names that are not there. */
	if (b->is_refused && p->state == STALL_WAITS && !p->is_said &&
	    (p->where == STALL_CONFIG || p->where == STALL_NEXT)) {
		wait_until(s, p, now_ms + STALL_MS);
		return;
	}
	if (p->where == STALL_SECOND)
		p->under_shim = 0;
	quiet(p);
}

uint64_t
stall_asked(struct stalls *s, const struct stall_client *c,
    const struct bootstep *b, const char *text, long long now_ms,
    struct stall *told)
{
	struct stall_place *p = stallplace_find(&s->places, c, now_ms);

	told->where = STALL_NONE;
	/* Only who was sent a loader is followed. */
	if (p == NULL && ((b->step != STEP_FIRST && b->step != STEP_LOADER) ||
	    (p = stallplace_take(&s->places, c, now_ms)) == NULL))
		return 0;
	stallplace_touch(p, c, now_ms);
	switch (b->step) {
	case STEP_FIRST:
		return asked_first(s, p, b, text, now_ms, told);
	case STEP_LOADER:
		return asked_loader(s, p, b, text);
	case STEP_CONFIG:
	case STEP_NEXT:
		(void)fetch(s, p, b->step == STEP_CONFIG ? STALL_CONFIG :
		    STALL_NEXT, b, text);
		p->times = 0;
		p->under_shim &= b->step == STEP_NEXT;
		wait_until(s, p, now_ms + STALL_MS);
		return 0;
	default:
		asked_other(s, p, b, now_ms);
		return 0;
	}
}

void
stall_ended(struct stalls *s, uint64_t serial, int is_whole, long long now_ms)
{
	struct stall_place *p = NULL;

	for (size_t i = 0; serial != 0 && i < s->places.high && p == NULL; i++)
		if (s->places.place[i].state == STALL_FETCHES &&
		    s->places.place[i].serial == serial)
			p = &s->places.place[i];
	if (p == NULL)
		return;
	if (!is_whole) {
		quiet(p);
		return;
	}
	p->touched_ms = now_ms;
	if (p->where == STALL_SECOND)
		wait_until(s, p, now_ms + STALL_MS);
	else {
		if (p->times++ == 0)
			p->first_ms = now_ms;
		wait_until(s, p, !p->is_firmware || !p->step.must_ask ? STALL_NEVER :
		    now_ms + (p->step.kind == LOADER_IPXE ? STALL_IPXE_MS :
		    STALL_MS));
	}
}

int
stall_due(struct stalls *s, long long now_ms, struct stall *told)
{
	if (!s->has_next || now_ms < s->next_ms)
		return 0;
	s->has_next = 0;
	for (size_t i = 0; i < s->places.high; i++) {
		struct stall_place *p = &s->places.place[i];

		if (p->state != STALL_WAITS || p->due_ms == STALL_NEVER)
			continue;
		if (p->due_ms <= now_ms) {
			tell(s, p, p->where, told);
			p->due_ms = STALL_NEVER;
			/* There may be more. */
			s->has_next = 1;
			s->next_ms = now_ms;
			return 1;
		}
		if (!s->has_next || p->due_ms < s->next_ms)
			s->next_ms = p->due_ms;
		s->has_next = 1;
	}
	return 0;
}

int
stall_wait_ms(const struct stalls *s, long long now_ms, int ms)
{
	long long left_ms;

	if (!s->has_next)
		return ms;
	left_ms = s->next_ms <= now_ms ? 0 : s->next_ms - now_ms;
	return ms == -1 || left_ms < ms ? (int)left_ms : ms;
}

int
stall_pending(const struct stalls *s)
{
	return s->has_next;
}

static char *
shim_of(struct stalls *s, const struct stall_place *p)
{
	return s->shim[p - s->places.place];
}

void
shimsent_note(struct stalls *s, const struct stall_client *c,
    const char *path, long long now_ms)
{
	struct stall_place *p = stallplace_find(&s->places, c, now_ms);

	if (p != NULL)
		p->has_shim = path != NULL && strlcpy(shim_of(s, p), path,
		    STALL_SHIM_SIZE) < STALL_SHIM_SIZE;
}

const char *
shimsent_path(struct stalls *s, const struct stall_client *c,
    long long now_ms)
{
	struct stall_place *p = stallplace_find(&s->places, c, now_ms);

	return p != NULL && p->has_shim ? shim_of(s, p) : NULL;
}
