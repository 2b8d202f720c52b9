/*
 * That etcd was put back from a backup may be seen only where we have written: nobody
 * else does, so each time the last of what was there is ours.
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "mkbootroot/follow/etcdask.h"
#include "mkbootroot/follow/etcdhear.h"
#include "mkbootroot/follow/etcdjson.h"
#include "mkbootroot/follow/etcdshare.h"
#include "mkbootroot/follow/etcdtake.h"
#include "mkbootroot/follow/etcdthere.h"

#define UNHEARD_MOST 2		/* that we are there is written so often, and not heard */
#define UNWRITTEN_MOST 2	/* and so often not written, though etcd answers */

static void
take_page(struct etcd *s)
{
	char before[ETCD_KEY_MAX], garbled[ETCD_GARBLED_SIZE];
	struct etcdanswer a;
	const char *wrong, *other;

	memcpy(before, s->from, sizeof(before));
	wrong = etcdjson_read(s->page.out, s->page.n, &a, etcd_take_entry, s);
	if (wrong == NULL && a.revision == 0)
		wrong = "it has no revision";
	if (wrong == NULL && a.has_more && strcmp(before, s->from) >= 0)
		wrong = "keys have a NUL, or are too long";
	if (wrong != NULL) {
		etcd_reading_has_failed(s, etcd_garbled(wrong, garbled));
		return;
	}
	if ((other = etcd_take_header(s, &a)) != NULL) {
		etcd_read_anew(s, other);
		return;
	}
	/* The others are of the same revision. */
	if (s->revision == 0)
		s->revision = a.revision;
	if (a.has_more)
		etcd_ask_page(s);
	else
		etcd_has_read(s);
}

static void
look_page(struct etcd *s)
{
	char why[256];
	int status, ended;

	if (s->page.pid == 0 ||
	    (ended = followchild_look(&s->page, &status)) == 0)
		return;
	if (ended == -1 && errno == EFBIG && s->page_most > 1) {
		/* Long values: fewer of them at once. */
		s->page_most /= 10;
		followchild_stop(&s->page);
		etcd_ask_page(s);
	} else if (ended == -1) {
		etcd_reading_has_failed(s, strerror(errno));
	} else if (status != 0) {
		etcd_reading_has_failed(s, followchild_why(&s->page, status, why,
		    sizeof(why)));
	} else {
		take_page(s);
	}
}

/* One that was heard once may have ended before we began. */
static void
say_twin(struct etcd *s)
{
	if (s->twins < 2 || s->twin_said)
		return;
	s->twin_said = 1;
	warnx("another server is called %s, too: both write %s" SHARE_ALIVE
	    "%s and %s%s", s->host, s->prefix, s->host, s->prefix, s->own);
}

static int
same(const struct etcdwritten *a, const struct etcdwritten *b)
{
	return a->revision == b->revision && a->count == b->count;
}

/* What we have written is the next after what was there. */
static void
take_written(struct etcd *s, const struct etcdanswer *a)
{
	s->unwritten = 0;
	/* One that was written since, and not answered, may be there as well. */
	if (!same(&s->previous, &s->asked_alive) &&
	    s->previous.count <= s->known) {
		etcd_read_anew(s, s->twins > 0 ? "another server has the name "
		    "of this one" : "etcd has lost what this server wrote");
		return;
	}
	if (++s->unheard > UNHEARD_MOST) {
		etcd_read_anew(s, "etcd does not tell of what this server "
		    "writes");
		return;
	}
	say_twin(s);
	s->known = s->written;
	if (a->revision > s->alive_known) {
		s->alive_known = a->revision;
		s->alive_there = (struct etcdwritten){ a->revision, s->written };
	}
	etcd_is_well(s);
}

static void
take_joined(struct etcd *s, const struct etcdanswer *a)
{
	/* It has not come as far as we were told. */
	if (s->resumes && a->revision < s->taken)
		etcd_read_anew(s, ETCD_OTHER_HISTORY);
	else
		etcd_has_joined(s);
}

/* It lets us read, and not write: said if that is so again. */
static void
take_unwritten(struct etcd *s)
{
	if (s->unwritten >= UNWRITTEN_MOST)
		etcdshare_failed(s, s->unwritten_why);
	else
		s->due_ms = 0;
}

static void
take_answer(struct etcd *s)
{
	char garbled[ETCD_GARBLED_SIZE];
	struct etcdanswer a;
	const char *wrong = etcdjson_read(s->ask.out, s->ask.n, &a,
	    s->asked == ETCD_ASKED_ALIVE ? etcd_take_previous : NULL, s);

	if (wrong != NULL) {
		etcd_has_failed(s, etcd_garbled(wrong, garbled));
		return;
	}
	if ((wrong = etcd_take_header(s, &a)) == NULL &&
	    a.revision < s->asked_seen)
		wrong = ETCD_OTHER_HISTORY;
	if (wrong != NULL) {
		etcd_read_anew(s, wrong);
		return;
	}
	if (s->step == ETCD_JOINING)
		take_joined(s, &a);
	else if (s->asked == ETCD_ASKED_ALIVE)
		take_written(s, &a);
	else if (s->unwritten > 0)
		take_unwritten(s);
	else
		etcd_is_well(s);
}

/* etcdctl has failed. */
static void
take_failure(struct etcd *s, const char *why)
{
	if (s->asked == ETCD_ASKED_ALIVE) {
		/* It may be there, and not let us write. */
		s->unwritten++;
		snprintf(s->unwritten_why, sizeof(s->unwritten_why), "%s", why);
		etcd_ask_probe(s);
	} else if (s->asked == ETCD_ASKED_PROBE) {
		etcd_has_failed(s, why);
	} else {
		if (strcmp(why, s->write_why) != 0)
			warnx("cannot write %s%s: %s", s->prefix, s->own, why);
		snprintf(s->write_why, sizeof(s->write_why), "%s", why);
	}
}

/* What etcdctl was asked for is here, or is not. */
static void
look_ask(struct etcd *s)
{
	char why[256];
	int status, ended;

	if (s->ask.pid == 0 ||
	    (ended = followchild_look(&s->ask, &status)) == 0)
		return;
	if (ended == -1)
		etcd_has_failed(s, strerror(errno));
	else if (status != 0)
		take_failure(s, followchild_why(&s->ask, status, why,
		    sizeof(why)));
	else if (s->asked == ETCD_ASKED_WRITE)
		s->write_why[0] = '\0';
	else
		take_answer(s);
}

void
etcd_hear(struct etcd *s)
{
	look_ask(s);
	look_page(s);
}
