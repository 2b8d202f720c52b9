/*
 * How long it was away is told by the clock that nobody sets.
 */
#include <err.h>
#include <stdio.h>
#include <string.h>

#include "daemon/now.h"
#include "mkbootroot/follow/etcdaway.h"

static const char *
clock_text(time_t t, char buf[32])
{
	struct tm tm;

	if (localtime_r(&t, &tm) == NULL ||
	    strftime(buf, 32, "%Y-%m-%d %H:%M:%S", &tm) == 0)
		buf[0] = '\0';
	return buf;
}

void
etcd_stop(struct etcd *s)
{
	followchild_stop(&s->watch);
	followchild_stop(&s->ask);
	followchild_stop(&s->page);
	if (s->tell.pid != 0)
		share_asked(&s->share, 0);
	followchild_stop(&s->tell);
	s->alive[0] = '\0';
	s->heard_at = 0;
	s->unheard = s->unwritten = 0;
	s->late_n = 0;
}

void
etcd_is_away(struct etcd *s, const char *why)
{
	char at[32];

	etcd_stop(s);
	s->step = ETCD_WAITING;
	s->due_ms = now_ms() + s->backoff_ms;
	s->backoff_ms = s->backoff_ms * 2 > ETCD_BACKOFF_MAX_MS ? ETCD_BACKOFF_MAX_MS :
	    s->backoff_ms * 2;
	if (s->away != 0 && strcmp(why, s->why) == 0)
		return;
	if (s->away == 0) {
		s->away = time(NULL);
		s->away_ms = now_ms();
	}
	snprintf(s->why, sizeof(s->why), "%s", why);
	warnx("etcd is away since %s: %s; the map stays as it is",
	    clock_text(s->away, at), why);
}

void
etcd_is_back(struct etcd *s)
{
	char at[32];

	s->backoff_ms = ETCD_BACKOFF_MS;
	if (s->away == 0)
		return;
	warnx("etcd is back: it was away since %s, for %lld seconds",
	    clock_text(s->away, at), (now_ms() - s->away_ms) / 1000);
	s->away = 0;
	s->why[0] = '\0';
}
