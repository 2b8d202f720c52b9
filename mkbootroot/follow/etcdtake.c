/*
 * Entries of the store become lines of the table. No I/O.
 */
#include <bsd/stdlib.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/follow/etcdtake.h"
#include "mkbootroot/follow/followline.h"

/* A line of a table, as it is now. -1: no memory. */
static int
set_line(struct followtable *t, const char *key, size_t key_n,
    const char *value, size_t value_n)
{
	struct followentry *e;

	/* "put" from a file has the end of its line. */
	if (value_n > 0 && value[value_n - 1] == '\n')
		value_n--;
	e = followtable_set(t, key, key_n, value, value_n);
	if (e == NULL)
		return errno == 0 ? 0 : -1;
	e->wrong = followline_wrong(e->bytes, e->key_n, followentry_value(e),
	    e->value_n);
	return 1;
}

/* The key behind the prefix and `room`; NULL: it is elsewhere. */
static const char *
below(const struct etcd *s, const struct etcdevent *e, const char *room,
    size_t *n)
{
	const size_t prefix_n = strlen(s->prefix), room_n = strlen(room);

	if (e->key_n < prefix_n + room_n ||
	    memcmp(e->key, s->prefix, prefix_n) != 0 ||
	    memcmp(e->key + prefix_n, room, room_n) != 0)
		return NULL;
	*n = e->key_n - prefix_n - room_n;
	return e->key + prefix_n + room_n;
}

/* Takes what the store has under our key for mistakes. */
static int
take_told(const struct etcd *s, const struct etcdevent *e, char **told)
{
	size_t n;

	if (below(s, e, s->own, &n) == NULL || n != 0)
		return 0;
	free(*told);
	*told = NULL;
	if (e->is_gone)
		return 0;
	*told = strdup(e->value);
	return *told == NULL ? -1 : 0;
}

/* What servers have said of who is done. 1: it is that; 0; -1: no memory. */
static int
take_shared(struct etcd *s, const struct etcdevent *e, struct shared *of)
{
	static const char *const rooms[] = { SHARE_DONE, SHARE_AGAIN };
	const char *name;
	size_t n;
	int i;

	for (i = 0; i < SHARE_KINDS; i++) {
		if ((name = below(s, e, rooms[i], &n)) == NULL)
			continue;
		if (e->is_gone)
			share_gone(&s->share, (enum share_kind)i, name, n);
		else if (share_set(&s->share, of, (enum share_kind)i, name, n,
		    e->value, e->value_n) == -1)
			return -1;
		return 1;
	}
	return 0;
}

/* How often this follower had written that it is there: at this value. 0: another did. */
static unsigned
count_of(const struct etcd *s, const char *value)
{
	const char *run = strchr(value, ' ');
	const size_t n = strlen(s->run);
	const char *error;
	unsigned count;

	if (run == NULL || strncmp(run + 1, s->run, n) != 0 ||
	    run[n + 1] != ' ')
		return 0;
	count = (unsigned)strtonum(run + n + 2, 1, UINT_MAX, &error);
	return error == NULL ? count : 0;
}

static int
is_alive(const struct etcd *s, const struct etcdevent *e)
{
	size_t n;
	const char *name = below(s, e, SHARE_ALIVE, &n);

	return name != NULL && strcmp(name, s->host) == 0;
}

/* What we have written has come back, and all that was written before it. */
static void
take_alive(struct etcd *s, const struct etcdevent *e)
{
	unsigned count;

	if (!is_alive(s, e))
		return;
	count = e->is_gone ? 0 : count_of(s, e->value);
	/*
	 * A watch goes on with an etcd that was put back from a backup, and tells what
	 * we wrote there once: that is not what we know to be there.
	 */
	if (e->revision > s->alive_known && (count == 0 || count >= s->known)) {
		s->alive_known = e->revision;
		s->alive_there.revision = e->is_gone ? 0 : e->revision;
		s->alive_there.count = count;
	}
	if (!e->is_gone && count == 0)
		s->twins++;
	if (!e->is_gone && s->alive[0] != '\0' &&
	    strcmp(e->value, s->alive) == 0) {
		s->heard_at = s->alive_at;
		s->unheard = 0;
	}
}

int
etcd_take_previous(void *arg, const struct etcdevent *e)
{
	struct etcd *s = arg;

	s->previous = (struct etcdwritten){ e->revision, count_of(s, e->value) };
	return 0;
}

int
etcd_take_entry(void *arg, const struct etcdevent *e)
{
	struct etcd *s = arg;
	const char *key;
	size_t n;
	int taken;

	/* What cannot be an argument cannot be read on from: the one before it can. */
	if (e->key_n < sizeof(s->from) && strlen(e->key) == e->key_n)
		memcpy(s->from, e->key, e->key_n + 1);
	if (is_alive(s, e))
		s->reading_alive = (struct etcdwritten){ e->revision,
		    count_of(s, e->value) };
	if ((key = below(s, e, ETCD_CLIENTS, &n)) != NULL)
		return set_line(&s->reading, key, n, e->value, e->value_n) ==
		    -1 ? -1 : 0;
	if ((taken = take_shared(s, e, &s->share.reading)) != 0)
		return taken == -1 ? -1 : 0;
	return take_told(s, e, &s->reading_told);
}

int
etcd_take_change(void *arg, const struct etcdevent *e)
{
	struct etcd *s = arg;
	const char *key;
	int changed;
	size_t n;

	take_alive(s, e);
	/* It was read already, and what came after it as well. */
	if (e->revision != 0 && e->revision <= s->read)
		return 0;
	if ((key = below(s, e, ETCD_CLIENTS, &n)) == NULL) {
		if ((changed = take_shared(s, e, &s->share.store)) != 0)
			return changed == -1 ? -1 : 0;
		return take_told(s, e, &s->told);
	}
	changed = e->is_gone ? followtable_remove(&s->lines, key, n) :
	    set_line(&s->lines, key, n, e->value, e->value_n);
	if (changed == 1)
		followmap_change(s->m);
	return changed == -1 ? -1 : 0;
}

const char *
etcd_take_header(struct etcd *s, const struct etcdanswer *a)
{
	if (s->cluster != 0 && a->cluster != 0 && a->cluster != s->cluster)
		return "this is another etcd than before";
	/* It only grows, and so does the revision. */
	if (s->term != 0 && a->term != 0 && a->term < s->term)
		return ETCD_OTHER_HISTORY;
	if (s->cluster == 0)
		s->cluster = a->cluster;
	if (a->term != 0)
		s->term = a->term;
	if (a->revision > s->seen)
		s->seen = a->revision;
	return NULL;
}
