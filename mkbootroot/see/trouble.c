/*
 * Reasons, hints and sentences.
 */
#include <string.h>

#include "mkbootroot/see/remedy.h"
#include "mkbootroot/see/trouble.h"

/* Lines of a server that are good news, or no news. */
static int
is_news(struct slice message)
{
	return slice_begins(message, "map ") ||
	    slice_begins(message, "boot root ") ||
	    slice_begins(message, "folder ");
}

static struct slice
text_of(const struct logline *l)
{
	switch (l->kind) {
	case LOGLINE_OTHER:
	case LOGLINE_FLOOD:
	case LOGLINE_LOST:
	case LOGLINE_UNREADABLE:
		return l->message;
	default:
		return l->rest;
	}
}

static int
is_wrong(const struct logline *l)
{
	switch (l->kind) {
	case LOGLINE_TOLD:
		return l->word[LOGLINE_HINT].n > 0;
	case LOGLINE_SILENT:
	case LOGLINE_REFUSED:
	case LOGLINE_FAILED:
	case LOGLINE_ABORTED:
	case LOGLINE_PUT_OFF:
	case LOGLINE_STALLED:
	case LOGLINE_WARNING:
	case LOGLINE_FLOOD:
	case LOGLINE_LOST:
	case LOGLINE_UNREADABLE:
		return 1;
	case LOGLINE_OTHER:
		return !is_news(l->message);
	default:
		return 0;
	}
}

int
trouble_of(const struct logline *l, struct trouble *t)
{
	const struct slice hint = l->word[LOGLINE_HINT];

	memset(t, 0, sizeof(*t));
	if (!is_wrong(l))
		return 0;
	t->time_us = l->time_us;
	t->kind = l->kind;
	t->program = l->program;
	t->is_hint = hint.n > 0;
	slice_plain(t->is_hint ? hint : l->word[LOGLINE_REASON], t->word,
	    sizeof(t->word));
	slice_plain(l->word[LOGLINE_FILE], t->file, sizeof(t->file));
	slice_plain(text_of(l), t->text, sizeof(t->text));
	if (t->word[0] != '\0')
		t->remedy = t->is_hint ?
		    remedy_of_hint(l->program, hint) :
		    remedy_of_reason(l->program, l->word[LOGLINE_REASON]);
	/* A client that is put off asks again. */
	t->is_calm = l->kind == LOGLINE_PUT_OFF ||
	    (t->remedy != NULL && remedy_is_calm(t->remedy));
	return 1;
}
