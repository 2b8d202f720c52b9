/*
 * Asking lib/done as the servers do.
 */
#include <stdio.h>

#include "map/once.h"
#include "mkbootroot/explain/explainonce.h"

void
explain_settle(void *of, struct client *c)
{
	const struct done *d = of;

	if (once_matters(c))
		client_settle(c, done_look(d, c, NULL));
}

/* Since when, and who said it, as far as that is known. */
static void
since(const struct done *d, const struct client *c, char *buf, size_t size)
{
	char clock[64], by[DONE_BY_SIZE];
	struct timespec when;
	struct tm tm;

	if (done_since(d, c, &when, by) != 1 ||
	    localtime_r(&when.tv_sec, &tm) == NULL ||
	    strftime(clock, sizeof(clock), "%F %T %z", &tm) == 0)
		snprintf(buf, size, "done");
	else
		snprintf(buf, size, "done since %s%s%s", clock,
		    by[0] == '\0' ? "" : ", by ", by);
}

char *
explain_done_text(const struct done *d, const struct client *c, char *buf,
    size_t size)
{
	const char *why;

	switch (done_look(d, c, &why)) {
	case DONE_ARMED:
		snprintf(buf, size, "armed");
		break;
	case DONE_IS:
		since(d, c, buf, size);
		break;
	case DONE_NO_IDENTITY:
		snprintf(buf, size, "counts as done: it has no line of its "
		    "own, and its MAC address is not known");
		break;
	default:
		snprintf(buf, size, "counts as done: %s: %s", d->path, why);
	}
	return buf;
}

static const char *
consequence(const struct client *c)
{
	const int is_armed = c->once_state == DONE_ARMED;

	if (c->once == ONCE_NO)
		return is_armed ? "the menu has what is booted once" :
		    "the menu is without what is booted once";
	if (!is_armed)
		return "it boots its disk";
	return c->once == ONCE_SENT ?
	    "it boots its disk when all of the last file was sent" :
	    "it boots its disk when it says that it is done";
}

void
explain_once(const struct done *d, const struct client *c)
{
	char text[EXPLAIN_ONCE_SIZE];

	if (c->once_state != DONE_NOT_ASKED)
		printf("once        %s: %s\n", explain_done_text(d, c, text,
		    sizeof(text)), consequence(c));
}
