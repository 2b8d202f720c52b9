/*
 * That the watch is alive, and that nothing was missed, is known by what we write
 * ourselves: etcd tells of all changes in their order.
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/now.h"
#include "mkbootroot/follow/etcdask.h"
#include "mkbootroot/follow/etcdshare.h"

#define TELL_AGAIN_MS 1000

/* It is said once for each reason, and tried again. */
static void
fail(struct etcd *s, const char *why)
{
	share_asked(&s->share, 0);
	s->tell_ms = now_ms() + TELL_AGAIN_MS;
	if (strcmp(why, s->tell_why) == 0)
		return;
	snprintf(s->tell_why, sizeof(s->tell_why), "%s", why);
	warnx("cannot write below %s" SHARE_DONE " and %s" SHARE_AGAIN ": %s; "
	    "other servers do not know who is done here", s->prefix, s->prefix,
	    why);
}

static void
look_tell(struct etcd *s)
{
	char why[256];
	int status, ended;

	if (s->tell.pid == 0 ||
	    (ended = followchild_look(&s->tell, &status)) == 0)
		return;
	if (ended == -1)
		fail(s, strerror(errno));
	else if (status != 0)
		fail(s, followchild_why(&s->tell, status, why, sizeof(why)));
	else {
		share_asked(&s->share, 1);
		s->tell_why[0] = '\0';
	}
	followchild_stop(&s->tell);
}

static void
tell(struct etcd *s)
{
	char *text;

	if (s->tell.pid != 0 || now_ms() < s->tell_ms ||
	    (text = share_ask(&s->share, s->prefix)) == NULL)
		return;
	if (etcd_ask_tell(s, text) == -1)
		fail(s, strerror(errno));
	free(text);
}

void
etcdshare_step(struct etcd *s)
{
	const int was_open = share_is_open(&s->share);

	share_look(&s->share);
	if (!was_open && share_is_open(&s->share) && s->step == ETCD_WATCHING)
		s->due_ms = 0;
	look_tell(s);
	/* What has come back is the last of what is to be brought. */
	if (share_apply(&s->share) && s->heard_at != 0) {
		share_heard(&s->share, s->heard_at);
		s->heard_at = 0;
		s->alive_why[0] = '\0';
	}
	if (s->step == ETCD_WATCHING)
		tell(s);
}

void
etcdshare_failed(struct etcd *s, const char *why)
{
	s->alive[0] = '\0';
	if (strcmp(why, s->alive_why) != 0)
		warnx("cannot write %s" SHARE_ALIVE "%s: %s; clients with the "
		    "word once boot their disks", s->prefix, s->host, why);
	snprintf(s->alive_why, sizeof(s->alive_why), "%s", why);
}

int
etcdshare_wait_ms(const struct etcd *s, int ms)
{
	const long long now = now_ms();
	long long left = ms;

	ms = followchild_wait_ms(&s->tell, ms);
	if (!share_is_open(&s->share))
		return ms;
	if (s->share.has_store && s->share.changed.n > 0)
		left = s->share.again_ms - now;
	else if (s->step == ETCD_WATCHING && s->tell.pid == 0 &&
	    s->share.unsaid.n > 0)
		left = s->tell_ms - now;
	if (left < 10)
		left = 10;
	return left < ms ? (int)left : ms;
}
