/*
 * A name, and what it stands for where it is nowhere: firmware puts garbage
 * behind names, and a shim takes labels for names.
 */
#include <bsd/string.h>

#include "view/doneasked.h"
#include "view/oddname.h"
#include "view/secondstage.h"
#include "view/seen.h"
#include "view/seenlook.h"
#include "view/viewname.h"

/*
 * As if another name had been asked for: it may say who asks, and the rules of
 * the map are for it, also those that refuse.
 */
static int
open_as(struct view_asked *as, struct seen *s)
{
	struct view_why why = {.reason = doneasked_clean(as->name, s->path)};

	if (why.reason == VIEW_NO_REASON && as->again != NULL &&
	    !as->again(as->of, s->path, &as->client))
		return 0;
	if (why.reason == VIEW_NO_REASON)
		why.reason = view_name(as, s->path, &s->is_other);
	if (why.reason == VIEW_NO_REASON) {
		seenlook_path(as, s->path, s);
		return s->verdict == VIEW_OPEN;
	}
	if (as->step != NULL)
		as->step(as->of, &(struct view_step){.kind = VIEW_NAME_REFUSED,
		    .path = as->name, .why = &why});
	return 0;
}

/* The same, of what a name stands for that is nowhere. */
static int
open_once_more(struct view_asked *as, struct seen *s)
{
	if (as->step != NULL)
		as->step(as->of, &(struct view_step){.kind = VIEW_ONCE_MORE,
		    .path = as->name, .why = &s->why});
	if (open_as(as, s)) {
		s->is_other = 1;
		return 1;
	}
	seenlook_forget(s);
	return 0;
}

/* Without what firmware has put behind a name, and loaders before it. */
static int
open_cut(struct view_asked *q, struct seen *s)
{
	const int is_other = s->is_other;
	char name[VIEW_PATH_SIZE], path[VIEW_PATH_SIZE];
	struct view_asked as = *q;
	int more = oddname_cut(q->name, name);

	strlcpy(path, s->path, sizeof(path));
	for (as.name = name; more; more = oddname_cut(name, name))
		if (open_once_more(&as, s)) {
			s->odd = SEEN_GARBAGE;
			return 1;
		}
	if (oddname_behind(q->name, name) && open_once_more(&as, s))
		return 1;
	q->client = as.client;
	strlcpy(s->path, path, sizeof(s->path));
	s->is_other = is_other;
	return 0;
}

/* One that a shim may have made of a label stands for its second stage. */
static int
open_second_stage(const struct view_asked *q, struct seen *s)
{
	const char *shim;

	if (q->shim == NULL || !oddname_is_label(s->path) ||
	    (shim = q->shim(q->of)) == NULL)
		return 0;
	s->verdict = secondstage_open(&s->file, q->root_fd, shim, s->found,
	    &s->why);
	if (s->verdict == VIEW_OPEN)
		s->verdict = seenlook_keep(q, s->found, s);
	if (s->verdict != VIEW_OPEN) {
		seenlook_forget(s);
		return 0;
	}
	s->is_other = 1;
	s->odd = SEEN_LABEL;
	return 1;
}

void
seen_open(const struct view_asked *asked, struct seen *s)
{
	struct view_asked own = *asked, *q = &own;
	enum view_reason reason;

	seen_begin(s);
	reason = view_name(q, s->path, &s->is_other);
	if (reason == VIEW_NO_REASON && q->root_fd == -1)
		reason = VIEW_NO_ROOT;
	if (reason != VIEW_NO_REASON) {
		s->verdict = view_refuse(&s->why, reason);
		return;
	}
	seenlook_path(q, s->path, s);
	if (s->verdict == VIEW_ABSENT && !open_cut(q, s) &&
	    !open_second_stage(q, s) &&
	    view_elsewhere(q->client, s->path, &s->elsewhere))
		s->verdict = view_refuse(&s->why, VIEW_ELSEWHERE);
}

int
seen_name_is_refused(const struct seen *s)
{
	return s->verdict == VIEW_DENIED && s->place == VIEW_NOWHERE;
}
