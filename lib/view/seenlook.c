/*
 * From candidate to candidate, until one is there.
 */
#include <bsd/string.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "view/archivefile.h"
#include "view/doneasked.h"
#include "view/mbootfile.h"
#include "view/nocase.h"
#include "view/seenlook.h"
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

void
seenlook_forget(struct seen *s)
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

	if (l == CONFIG_MBOOT) {
		s->language = l;
		return mbootfile_open(&s->file, q, s->path, &s->made,
		    s->found, sizeof(s->found), &s->why);
	}
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
	/* Nothing is made of another's: a file may be sent instead. */
	s->is_preseed = w->part != PRESEED_OF_ANOTHER;
	s->wanted = *w;
	return verdict;
}

enum view_verdict
seenlook_keep(const struct view_asked *q, const char *path, struct seen *s)
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
	if (verdict == VIEW_OPEN && (verdict = seenlook_keep(q, file, s)) != VIEW_OPEN)
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
		verdict = seenlook_keep(q, path, s);
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

/* Refused as what is made for the client, without a look for a file. */
static void
refuse_made(const struct view_asked *q, const char *path,
    enum view_reason reason, struct seen *s)
{
	s->verdict = view_refuse(&s->why, reason);
	if (q->step != NULL)
		q->step(q->of, &(struct view_step){.kind = VIEW_TRIED,
		    .path = path, .place = VIEW_GENERATED,
		    .verdict = s->verdict, .why = &s->why});
}

/* Who says that it is done: the answer, for who writes what it says. */
static void
answer_done(const struct view_asked *q, const char *path, struct seen *s)
{
	struct client doer;
	enum view_reason reason = doneasked_client(q->map, q->client, path,
	    &doer);

	s->place = VIEW_GENERATED;
	if (reason != VIEW_NO_REASON) {
		refuse_made(q, path, reason, s);
		return;
	}
	s->verdict = VIEW_OPEN;
	s->says_done = 1;
	bootfile_add_memory(&s->file, DONEASKED_ANSWER,
	    strlen(DONEASKED_ANSWER));
}

/* Answers that the client has no longer would be nowhere, without a word of why. */
static void
keep_answers(const struct view_asked *q, const char *path, struct seen *s)
{
	const enum view_reason reason = withheld_answers(q->client, path);

	if (reason != VIEW_NO_REASON)
		refuse_made(q, path, reason, s);
}

void
seenlook_path(const struct view_asked *q, const char *path, struct seen *s)
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
