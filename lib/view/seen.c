/*
 * From candidate to candidate, until one is there.
 */
#include <bsd/string.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "view/archivefile.h"
#include "view/doneasked.h"
#include "view/nocase.h"
#include "view/oddname.h"
#include "view/secondstage.h"
#include "view/seen.h"
#include "view/viewname.h"
#include "view/withheld.h"

void
seen_begin(struct seen *s)
{
	s->verdict = view_refuse(&s->why, VIEW_NOT_FOUND);
	s->place = VIEW_NOWHERE;
	s->odd = SEEN_AS_ASKED;
	s->is_other = 0;
	s->language = CONFIG_NONE;
	s->is_preseed = 0;
	s->says_done = 0;
	s->made = (struct view_made){.bytes = NULL};
	s->file.n = 0;
	s->file.size = 0;
	s->found[0] = s->path[0] = '\0';
}

void
seen_close(struct seen *s)
{
	bootfile_close(&s->file);
	/* Where nothing was made, a child is spared a page of free(3)'s. */
	if (s->made.bytes != NULL)
		free(s->made.bytes);
	s->made = (struct view_made){.bytes = NULL};
}

/* What an attempt that led to nothing has left. */
static void
forget(struct seen *s)
{
	seen_close(s);
	s->file.size = 0;
	s->language = CONFIG_NONE;
	s->is_preseed = 0;
	s->says_done = 0;
	s->found[0] = '\0';
	s->place = VIEW_NOWHERE;
	s->verdict = view_refuse(&s->why, VIEW_NOT_FOUND);
}

static enum view_verdict
render(const struct view_asked *q, enum config_language l, struct seen *s)
{
	const char *why;
	ssize_t n;

	if ((s->made.bytes = malloc(CONFIG_SIZE)) == NULL)
		return view_refuse_system(&s->why, errno);
	n = config_render(q->client, l, &q->way, s->made.bytes, CONFIG_SIZE,
	    &why);
	if (n == -1) {
		view_refuse(&s->why, VIEW_CONFIG);
		s->why.text = why;
		return VIEW_FAILED;
	}
	s->language = l;
	s->made.text = s->made.bytes;
	s->made.text_n = (size_t)n;
	bootfile_add_memory(&s->file, s->made.bytes, (size_t)n);
	return VIEW_OPEN;
}

/* The file that it is about is where it failed, or what leads. */
static enum view_verdict
open_preseed(const struct view_asked *q, const struct preseed_wanted *w,
    struct seen *s)
{
	enum view_verdict verdict;
	const char *found;

	verdict = preseedfile_open(&s->file, q->root_fd, q->client, w,
	    &q->way, &s->made, &found, &s->why);
	strlcpy(s->found, found, sizeof(s->found));
	s->is_preseed = 1;
	s->wanted = *w;
	return verdict;
}

/* A file that is there, and not for this client, is closed again. */
static enum view_verdict
keep(const struct view_asked *q, const char *path, struct seen *s)
{
	const enum view_reason reason = withheld_file(q, path, &s->file);

	if (reason == VIEW_NO_REASON)
		return VIEW_OPEN;
	bootfile_close(&s->file);
	s->file.size = 0;
	return view_refuse(&s->why, reason);
}

/* A file that is wanted in an archive: s->found has the name that was asked for. */
static enum view_verdict
open_archive(const struct view_asked *q, const char *path, struct seen *s)
{
	char file[VIEW_PATH_SIZE];
	enum view_verdict verdict;

	if (!archivefile_path(path, file, sizeof(file)))
		return view_refuse(&s->why, VIEW_NOT_FOUND);
	verdict = archivefile_open(&s->file, q->root_fd, file, &s->made,
	    &s->why);
	if (verdict == VIEW_OPEN && (verdict = keep(q, file, s)) != VIEW_OPEN)
		seen_close(s);
	return verdict;
}

/* path is the candidate's; in any case, what was found for it. */
static enum view_verdict
open_file(const struct view_asked *q, const struct candidate *c,
    char path[VIEW_PATH_SIZE], struct seen *s)
{
	enum view_verdict verdict;

	verdict = c->nocase > 0 ?
	    nocase_open(&s->file, q->root_fd, path, c->nocase, &s->why) :
	    bootfile_open(&s->file, q->root_fd, path, &s->why);
	if (verdict == VIEW_OPEN)
		verdict = keep(q, path, s);
	else if (verdict == VIEW_ABSENT && c->nocase == 0)
		verdict = open_archive(q, path, s);
	if (verdict != VIEW_ABSENT)
		strlcpy(s->found, path, sizeof(s->found));
	if (verdict == VIEW_UNREADABLE)
		permission_missing(q->root_fd, path, s->missing,
		    sizeof(s->missing));
	return verdict;
}

static void
try_candidate(const struct view_asked *q, const struct view *view,
    const struct candidate *c, struct seen *s)
{
	char path[VIEW_PATH_SIZE];

	strlcpy(path, c->path, sizeof(path));
	s->place = c->place;
	s->verdict = c->preseed ? open_preseed(q, &view->preseed, s) :
	    c->config != CONFIG_NONE ? render(q, c->config, s) :
	    open_file(q, c, path, s);
	if (s->verdict == VIEW_OPEN || q->step == NULL)
		return;
	q->step(q->of, &(struct view_step){.kind = VIEW_TRIED,
	    .path = c->preseed ? s->found : path, .place = c->place,
	    .verdict = s->verdict, .why = &s->why, .missing = s->missing});
}

/* Who says that it is done: the answer, for who writes what it says. */
static void
answer_done(const struct view_asked *q, const char *path, struct seen *s)
{
	struct client doer;
	enum view_reason reason = doneasked_client(q->map, q->client, path,
	    &doer);

	s->place = VIEW_GENERATED;
	s->verdict = view_refuse(&s->why, reason);
	if (s->verdict != VIEW_OPEN)
		return;
	s->says_done = 1;
	bootfile_add_memory(&s->file, DONEASKED_ANSWER,
	    strlen(DONEASKED_ANSWER));
}

/* Answers that the client has no longer would be nowhere, without a word of why. */
static void
keep_answers(const struct view_asked *q, const char *path, struct seen *s)
{
	const enum view_reason reason = withheld_answers(q->client, path);

	if (reason == VIEW_NO_REASON)
		return;
	s->verdict = view_refuse(&s->why, reason);
	if (q->step != NULL)
		q->step(q->of, &(struct view_step){.kind = VIEW_TRIED,
		    .path = path, .place = VIEW_GENERATED,
		    .verdict = s->verdict, .why = &s->why});
}

/*
 * The first candidate that is there; one that may not be read ends it. What is kept
 * from the client is passed over, as others may have the same name.
 */
static void
open_path(const struct view_asked *q, const char *path, struct seen *s)
{
	enum view_reason kept = VIEW_NO_REASON;
	struct view view;

	if (doneasked_is(path)) {
		answer_done(q, path, s);
		return;
	}
	view_candidates(q->client, q->name, path, q->way.base != NULL, &view);
	s->verdict = view_refuse(&s->why, VIEW_NOT_FOUND);
	for (size_t i = 0; i < view.n && (s->verdict == VIEW_ABSENT ||
	    s->verdict == VIEW_KEPT); i++) {
		try_candidate(q, &view, &view.candidate[i], s);
		if (s->verdict == VIEW_KEPT)
			kept = s->why.reason;
	}
	if (s->verdict == VIEW_ABSENT && kept != VIEW_NO_REASON)
		s->verdict = view_refuse(&s->why, kept);
	if (s->verdict == VIEW_ABSENT)
		keep_answers(q, path, s);
	if (s->verdict == VIEW_ABSENT)
		s->place = VIEW_NOWHERE;
}

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
		open_path(as, s->path, s);
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
	forget(s);
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
		s->verdict = keep(q, s->found, s);
	if (s->verdict != VIEW_OPEN) {
		forget(s);
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
	open_path(q, s->path, s);
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
