/*
 * What the store has said.
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "daemon/log.h"
#include "done/donename.h"
#include "mkbootroot/follow/sharefolder.h"
#include "mkbootroot/follow/sharestore.h"
#include "mkbootroot/follow/statement.h"

void
share_free_shared(struct shared *of)
{
	for (int i = 0; i < SHARE_KINDS; i++)
		followtable_free(&of->of[i]);
}

/* What is not understood is kept, so that it is said once. */
static void
check(const struct share *s, enum share_kind kind, const char *name,
    const char *value, size_t value_n)
{
	static const char *const rooms[] = { SHARE_DONE, SHARE_AGAIN };
	const struct followentry *known = followtable_find(&s->store.of[kind],
	    name, strlen(name));
	char shown[LOG_VISIBLE_SIZE(64)];
	int64_t at;

	if (known != NULL && known->value_n == value_n &&
	    memcmp(followentry_value(known), value, value_n) == 0)
		return;
	if (!done_name_is(name))
		warnx("the store's key %s%s is of no client", rooms[kind],
		    log_visible(shown, sizeof(shown), name,
		    strnlen(name, 64)));
	else if (statement_read(value, value_n, &at, NULL) == -1)
		warnx("the store's %s%s has no time: %s", rooms[kind], name,
		    kind == SHARE_IS_DONE ? "it counts as done" :
		    "it does not count");
}

int
share_set(struct share *s, struct shared *of, enum share_kind kind,
    const char *name, size_t name_n, const char *value, size_t value_n)
{
	check(s, kind, name, value, value_n);
	if (followtable_set(&of->of[kind], name, name_n, value, value_n) ==
	    NULL)
		return errno != 0 ? -1 : 0;
	if (of == &s->store && done_name_is(name))
		share_change(s, name, name_n);
	return 0;
}

void
share_gone(struct share *s, enum share_kind kind, const char *name,
    size_t name_n)
{
	if (followtable_remove(&s->store.of[kind], name, name_n) == 1 &&
	    done_name_is(name))
		share_change(s, name, name_n);
}

void
share_begin_reading(struct share *s)
{
	share_free_shared(&s->reading);
}

void
share_end_reading(struct share *s)
{
	share_free_shared(&s->store);
	s->store = s->reading;
	s->reading = (struct shared){ .of = { { .list = NULL } } };
	s->has_store = 1;
	if (s->fd != -1)
		share_change_all(s);
}

/*
 * What the store says. A value that is not understood was written by somebody who
 * meant that it is done: it is, a second after it was taken back.
 */
static struct donestate
read_store(const struct share *s, const char *name, size_t n)
{
	const struct followentry *of[SHARE_KINDS];
	struct donestate is = { 0 };

	for (int i = 0; i < SHARE_KINDS; i++)
		of[i] = followtable_find(&s->store.of[i], name, n);
	if (of[SHARE_IS_AGAIN] != NULL && statement_read(
	    followentry_value(of[SHARE_IS_AGAIN]), of[SHARE_IS_AGAIN]->value_n,
	    &is.again, NULL) == -1)
		is.again = 0;
	if (of[SHARE_IS_DONE] != NULL && statement_read(
	    followentry_value(of[SHARE_IS_DONE]), of[SHARE_IS_DONE]->value_n,
	    &is.done, is.by) == -1) {
		is.done = is.again + 1;
		snprintf(is.by, sizeof(is.by), "the store");
	}
	return is;
}

int
share_learn(const struct share *s, const char *name, size_t n,
    struct share_known *k)
{
	if (donestate_read(s->fd, name, &k->is) == -1)
		return -1;
	k->has = read_store(s, name, n);
	k->has_done = followtable_find(&s->store.of[SHARE_IS_DONE], name, n) !=
	    NULL;
	k->want = statement_merge(&k->is, &k->has);
	return 0;
}
