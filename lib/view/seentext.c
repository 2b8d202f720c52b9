/*
 * What was seen, in the words of the log. Declared in seen.h.
 */
#include <stddef.h>

#include "view/seen.h"

const char *
seen_generated(const struct seen *s)
{
	return s->says_done ? "done" : s->is_preseed ?
	    answers_word(s->wanted.kind) :
	    s->language == CONFIG_NONE ? NULL :
	    config_language_name(s->language);
}

const char *
seen_odd_text(enum seen_odd odd)
{
	static const char *const words[] = {
		[SEEN_AS_ASKED] = NULL,
		[SEEN_GARBAGE] = "garbage-behind-name",
		[SEEN_LABEL] = "label-for-second-stage"
	};

	return words[odd];
}
