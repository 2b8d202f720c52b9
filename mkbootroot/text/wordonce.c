/*
 * once, which belongs to boot=.
 */
#include <string.h>

#include "daemon/log.h"
#include "mkbootroot/text/wordonce.h"

int
wordonce_is(const char *name)
{
	return strcmp(name, "once") == 0;
}

void
wordonce_add(struct draft *d, const char *value)
{
	const char *text = value == NULL ? MAP_ONCE_DONE : value;
	char shown[LOG_VISIBLE_SIZE(64)];

	if (d->subject == SUBJECT_REMAP)
		draft_mistake(d, "once does not belong to %s",
		    draft_subject(d));
	else if (draft_has(d, FIELD_ONCE, 0))
		draft_mistake(d, "once twice");
	else if (value != NULL && strcmp(value, MAP_ONCE_SENT) != 0)
		draft_mistake(d, "once=%s: write once, or once=sent",
		    log_visible(shown, sizeof(shown), value, strlen(value)));
	else
		draft_append(d, FIELD_ONCE, 0, text, strlen(text));
}

void
wordonce_check(struct draft *d)
{
	if (!draft_has(d, FIELD_ONCE, 0))
		return;
	if (d->action != NULL && strcmp(d->action, "boot") != 0)
		draft_mistake(d, "once and %s: only boot= is booted once",
		    d->action);
	else if (d->action == NULL && (d->subject == SUBJECT_DEFAULT ||
	    d->subject == SUBJECT_NET))
		draft_mistake(d, "once needs boot=");
}
