/*
 * Who is done stays so, whoever says it again: the line of the log comes once. But
 * what was there may not be on the disk yet, so the first time it is written all the
 * same.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>

#include "daemon/log.h"
#include "daemon/now.h"
#include "view/donetell.h"
#include "view/seenline.h"

/*
 * Of strangers: so many files at once, and so many more in each second. An address
 * behind a router can be forged, and so can a MAC address in a name.
 */
#define STRANGERS_MOST 1000
#define STRANGERS_PER_S 1

int
donetell_open(struct donetell *t, const char *path)
{
	allowance_begin(&t->strangers, STRANGERS_MOST, STRANGERS_PER_S,
	    now_ms());
	return done_open(&t->done, path);
}

static void
describe(const struct client *c, const char *address, char *buf, size_t size)
{
	const struct seenline l = {.client = address,
	    .mac = c->has_mac ? c->mac : NULL, .name = c->name};

	seenline_client(&l, buf, size);
}

/*
 * NULL: it is on the disk; otherwise why not. That nobody is armed at the moment (the
 * disk is full, the store was not heard of) does not last: who was not written would be
 * installed again then. But a folder that is another one by now would take the file
 * all the same.
 */
static const char *
write_to_disk(struct donetell *t, const struct client *c, const char *text,
    int *was)
{
	const struct done *d = &t->done;
	const char *why = NULL, *lost;

	*was = done_look(d, c, &why) == DONE_IS;
	if (why != NULL && (lost = done_misplaced(d)) != NULL)
		return lost;
	if (done_say(d, &t->synced, c, text) == 0)
		return NULL;
	return why != NULL ? why : strerror(errno);
}

enum donetell_came
donetell(struct donetell *t, const struct client *c, const char *by,
    const char *address)
{
	char text[DONE_BY_SIZE], what[256];
	int was;

	t->why = "too many clients without a line have said so lately";
	if (!client_is_own(c) && c->once_state != DONE_IS &&
	    !allowance_take(&t->strangers, now_ms()))
		return DONETELL_FAILED;
	snprintf(text, sizeof(text), "%s %s", by, address);
	if ((t->why = write_to_disk(t, c, text, &was)) != NULL)
		return DONETELL_FAILED;
	if (was)
		return DONETELL_WAS;
	describe(c, address, what, sizeof(what));
	log_line(LOG_NOTICE, "done %s by=%s", what, by);
	return DONETELL_NEW;
}

void
donetell_failed(const struct donetell *t, const struct client *c,
    const char *address)
{
	char what[256];

	describe(c, address, what, sizeof(what));
	log_line(LOG_ERR, "cannot write that it is done: %s: %s: %s", what,
	    t->done.path, t->why);
}
