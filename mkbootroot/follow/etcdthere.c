/*
 * Everything is read first, and from its revision on what changes. Whenever that ends,
 * or etcd was away, everything is read anew: so it does not matter what was missed, nor
 * whether etcd came back with another history.
 *
 * Of several endpoints one is asked until it fails, and then the next: etcdctl itself,
 * if it is told all of them, may ask one that is cut off from the others each time. Where
 * the watch was good until then, the next endpoint goes on with it from the same
 * revision, if its cluster is the same and has come that far: a store of a million
 * entries is not read again because a node dies.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/now.h"
#include "mkbootroot/follow/etcdask.h"
#include "mkbootroot/follow/etcdaway.h"
#include "mkbootroot/follow/etcdjson.h"
#include "mkbootroot/follow/etcdtake.h"
#include "mkbootroot/follow/etcdthere.h"

#define WHOLE_MS 3600000	/* everything is read again so often */
#define AGAIN_MS 60000		/* and after that has failed */
#define PAGE_MOST 100000
#define BEATS_GOOD 2		/* so many answers, and its watch has not ended: it is good */

static void
ask_next(struct etcd *s)
{
	const char *next = etcdendpoints_next(&s->endpoints);

	if (next != NULL)
		(void)setenv("ETCDCTL_ENDPOINTS", next, 1);
}

static void
join(struct etcd *s, int resumes)
{
	etcd_stop(s);
	s->step = ETCD_JOINING;
	s->resumes = resumes;
	if (!resumes) {
		s->cluster = 0;
		s->term = s->seen = 0;
	}
	/* A page may take long, and whether etcd is there is known soon. */
	etcd_ask_probe(s);
}

/* The next endpoint, which is not the only one. */
static void
join_next(struct etcd *s, const char *why)
{
	const char *now = etcdendpoints_now(&s->endpoints);

	ask_next(s);
	if (s->away == 0)
		warnx("%s is asked instead of %s, which failed: %s",
		    etcdendpoints_now(&s->endpoints), now, why);
	join(s, s->step == ETCD_WATCHING ||
	    (s->step == ETCD_JOINING && s->resumes));
}

void
etcd_has_failed(struct etcd *s, const char *why)
{
	const size_t n = etcdendpoints_number(&s->endpoints);
	char all[256];

	if (++s->in_vain < n) {
		join_next(s, why);
		return;
	}
	s->in_vain = 0;
	if (n > 1) {
		ask_next(s);
		snprintf(all, sizeof(all), "none of %zu endpoints answers: %s",
		    n, why);
		why = all;
	}
	etcd_is_away(s, why);
}

/*
 * A node that has lost the others ends its watches (etcdctl wants that). It was asked
 * nothing in vain yet, and may be asked again when all others are away.
 */
void
etcd_watch_has_ended(struct etcd *s, const char *why)
{
	if (s->beats < BEATS_GOOD || etcdendpoints_number(&s->endpoints) == 1)
		etcd_has_failed(s, why);
	else
		join_next(s, why);
}

void
etcd_is_well(struct etcd *s)
{
	if (++s->beats >= BEATS_GOOD)
		s->in_vain = 0;
}

void
etcd_read_anew(struct etcd *s, const char *why)
{
	warnx("%s: everything is read anew", why);
	join(s, 0);
}

void
etcd_begin(struct etcd *s)
{
	join(s, 0);
}

static void
begin_reading(struct etcd *s)
{
	followtable_free(&s->reading);
	share_begin_reading(&s->share);
	free(s->reading_told);
	s->reading_told = NULL;
	s->reading_alive = (struct etcdwritten){ .revision = 0 };
	s->revision = 0;
	s->page_most = PAGE_MOST;
	snprintf(s->from, sizeof(s->from), "%s", s->prefix);
	etcd_ask_page(s);
}

static void
begin_watching(struct etcd *s)
{
	s->step = ETCD_WATCHING;
	s->beats = 0;
	etcd_ask_watch(s, s->taken + 1);
}

void
etcd_has_joined(struct etcd *s)
{
	if (s->resumes) {
		begin_watching(s);
		return;
	}
	s->step = ETCD_READING;
	s->known = s->written;
	s->alive_known = 0;
	begin_reading(s);
}

void
etcd_begin_again(struct etcd *s)
{
	s->late_n = 0;
	begin_reading(s);
}

static void
end_reading(struct etcd *s, long long later_ms)
{
	followchild_stop(&s->page);
	free(s->late);
	s->late = NULL;
	s->late_n = s->late_size = 0;
	s->whole_ms = now_ms() + later_ms;
}

/* What is at hand is what was read. */
static void
take_reading(struct etcd *s)
{
	followtable_free(&s->lines);
	s->lines = s->reading;
	s->reading = (struct followtable){ .list = NULL };
	free(s->told);
	s->told = s->reading_told;
	s->reading_told = NULL;
	s->read = s->revision;
	if (s->revision > s->alive_known) {
		s->alive_there = s->reading_alive;
		s->alive_known = s->revision;
	}
	s->has_lines = 1;
	share_end_reading(&s->share);
	/* At once: what was missed has waited long enough. */
	followmap_again(s->m, 0);
}

/* What has changed since then, and was not waited for. */
static void
take_late(struct etcd *s)
{
	const char *line = s->late, *end;
	size_t left = s->late_n;
	struct etcdanswer a;

	while (left > 0 && (end = memchr(line, '\n', left)) != NULL) {
		/* Whole, and understood before. */
		(void)etcdjson_read(line, (size_t)(end - line), &a,
		    etcd_take_change, s);
		left -= (size_t)(end + 1 - line);
		line = end + 1;
	}
}

void
etcd_has_read(struct etcd *s)
{
	take_reading(s);
	if (s->step == ETCD_WATCHING)
		take_late(s);
	end_reading(s, WHOLE_MS);
	if (s->revision > s->taken || s->step == ETCD_READING)
		s->taken = s->revision;
	if (s->step == ETCD_WATCHING)
		return;
	etcd_is_back(s);
	begin_watching(s);
}

void
etcd_reading_has_failed(struct etcd *s, const char *why)
{
	if (s->step != ETCD_WATCHING) {
		etcd_has_failed(s, why);
		return;
	}
	/* What is at hand is as good as before. */
	warnx("cannot read everything again: %s", why);
	end_reading(s, AGAIN_MS);
}

const char *
etcd_garbled(const char *wrong, char buf[ETCD_GARBLED_SIZE])
{
	snprintf(buf, ETCD_GARBLED_SIZE, "what etcdctl prints is not "
	    "understood: %s", wrong);
	return buf;
}
