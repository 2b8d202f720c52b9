/*
 * What a rule must have, and what does not go together.
 */
#include <string.h>

#include "map/pattern.h"
#include "mkbootroot/text/mapremap.h"

struct words {
	const char *from, *to;
	int times[REMAP_WORDS];
};

static void
words_take(const struct draft *d, struct words *w)
{
	const struct record r = draft_record(d);
	struct field f;
	size_t pos = 0;

	*w = (struct words){ .from = NULL };
	while (record_next(&r, &pos, &f) == 1) {
		if (f.tag == FIELD_FROM)
			w->from = f.text;
		else if (f.tag == FIELD_TO)
			w->to = f.text;
		for (int i = 0; f.tag == FIELD_RULE && i < REMAP_WORDS; i++)
			w->times[i] += strcmp(f.text, remap_words[i]) == 0;
	}
}

/* Two words that contradict each other, or NULL. */
static const char *
contradiction(const struct words *w)
{
	if (w->to != NULL && w->times[REMAP_REFUSE])
		return "to= and refuse: a name is rewritten or refused";
	if (w->to != NULL && w->times[REMAP_NOT])
		return "to= and not: there is no match to rewrite";
	if (w->times[REMAP_GET] && w->times[REMAP_PUT])
		return "get and put: without either a rule is for both";
	if (w->times[REMAP_ALL] && w->to == NULL)
		return "all without to=: there is nothing to repeat";
	if (w->to == NULL && !w->times[REMAP_REFUSE] && !w->times[REMAP_LAST])
		return "remap needs to=, refuse or last";
	return NULL;
}

void
remap_check(struct draft *d)
{
	struct words w;
	const char *reason;
	int i;

	if (d->bad)
		return;
	words_take(d, &w);
	for (i = 0; i < REMAP_WORDS; i++)
		if (w.times[i] > 1)
			draft_mistake(d, "%s twice", remap_words[i]);
	if (w.from == NULL)
		draft_mistake(d, "remap needs from=");
	if ((reason = contradiction(&w)) != NULL)
		draft_mistake(d, "%s", reason);
	if (w.from == NULL || w.to == NULL)
		return;
	if ((reason = remap_to_reason(w.to, w.from)) != NULL)
		draft_mistake(d, "to= %s", reason);
	if (w.times[REMAP_ALL] && pattern_width(w.from) == 0)
		draft_mistake(d, "all wants a from= that is not empty and has "
		    "no star");
}
