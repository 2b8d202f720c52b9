/*
 * One value of answers=.
 */
#include <stdio.h>
#include <string.h>

#include "daemon/append.h"
#include "daemon/log.h"
#include "map/answers.h"
#include "mkbootroot/text/mapvalue.h"
#include "mkbootroot/text/wordanswers.h"

char *
wordanswers_list(char buf[WORDANSWERS_LIST_SIZE])
{
	struct append a = {.buf = buf, .size = WORDANSWERS_LIST_SIZE};

	for (int i = 1; i < ANSWERS_KINDS; i++)
		append(&a, "%s%s", i == 1 ? "" : i + 1 == ANSWERS_KINDS ?
		    " and " : ", ", answers_word((enum answers_kind)i));
	return buf;
}

/* The bytes of a kind in front of a path; 0: there is only a path. */
static size_t
kind_bytes(const char *value)
{
	const size_t n = strcspn(value, ":/.@");

	return value[n] == ':' ? n : 0;
}

/* How many answers= the draft has; *none: one of them is "-". */
static size_t
count(const struct draft *d, int *none)
{
	struct record r = draft_record(d);
	struct field f;
	size_t pos = 0, n = 0;

	*none = 0;
	while (record_next(&r, &pos, &f) == 1)
		if (f.tag == FIELD_ANSWERS) {
			*none |= strcmp(f.text, MAP_NONE) == 0;
			n++;
		}
	return n;
}

/* Whether one more may stand in the line; says so. */
static int
may_add(struct draft *d, const char *value)
{
	int none;
	const size_t n = count(d, &none);

	if (n > 0 && (none || strcmp(value, MAP_NONE) == 0))
		draft_mistake(d, "answers=- and answers=FILE contradict each "
		    "other");
	else if (n >= ANSWERS_MAX)
		draft_mistake(d, "more than %d answers=", ANSWERS_MAX);
	else
		return 1;
	return 0;
}

void
wordanswers_add(struct draft *d, const char *value)
{
	char text[MAP_TEXT_MAX + 32], list[WORDANSWERS_LIST_SIZE];
	char shown[LOG_VISIBLE_SIZE(64)];
	enum answers_kind kind;
	const char *reason;
	size_t n;

	if (value == NULL || value[0] == '\0') {
		draft_mistake(d, "answers= needs a value");
		return;
	}
	log_visible(shown, sizeof(shown), value, strlen(value));
	n = kind_bytes(value);
	kind = answers_kind(value, n);
	if (n > 0 && kind == ANSWERS_NONE) {
		draft_mistake(d, "answers=%s: there is no such kind: there are "
		    "%s", shown, wordanswers_list(list));
		return;
	}
	if (n > 0)
		value += n + 1;
	reason = value_path(value);
	if (reason == NULL && strlen(value) > MAP_TEXT_MAX - 32)
		reason = "is too long";
	if (reason != NULL) {
		draft_mistake(d, "answers=%s %s", shown, reason);
		return;
	}
	if (!may_add(d, value))
		return;
	if (strcmp(value, MAP_NONE) == 0)
		snprintf(text, sizeof(text), "%s", value);
	else
		snprintf(text, sizeof(text), "%s:%s", kind == ANSWERS_NONE ?
		    "" : answers_word(kind), value);
	draft_append(d, FIELD_ANSWERS, 0, text, strlen(text));
}
