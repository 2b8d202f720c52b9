/*
 * A watch goes on by itself with an etcd that came back with another history, and is
 * silent there until that is as long as the one before: so each line's header counts.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/follow/etcdjson.h"
#include "mkbootroot/follow/etcdtake.h"
#include "mkbootroot/follow/etcdthere.h"
#include "mkbootroot/follow/etcdwatch.h"

#define LATE_MAX ((size_t)1 << 28)

/* Keeps whole lines for what is being read. */
static void
keep_late(struct etcd *s, const char *lines, size_t n)
{
	const size_t size = s->late_n + n;
	char *late;

	if (size > LATE_MAX) {
		etcd_reading_has_failed(s, "too much changes meanwhile");
		return;
	}
	if (size > s->late_size) {
		if ((late = realloc(s->late, size * 2)) == NULL) {
			etcd_reading_has_failed(s, strerror(errno));
			return;
		}
		s->late = late;
		s->late_size = size * 2;
	}
	memcpy(s->late + s->late_n, lines, n);
	s->late_n += n;
}

/* etcd has said so: its node has lost the others, if it has its history. */
static void
end_watch(struct etcd *s, int is_compacted)
{
	if (is_compacted)
		etcd_read_anew(s, "etcd has ended the watch, because its "
		    "history was compacted");
	else if (etcdendpoints_number(&s->endpoints) == 1)
		etcd_read_anew(s, "etcd has ended the watch");
	else
		etcd_watch_has_ended(s, "it has ended the watch");
}

/* A whole line that watch has printed. -1: it ends, which was said. */
static int
take_line(struct etcd *s, const char *line, size_t n)
{
	char garbled[ETCD_GARBLED_SIZE];
	struct etcdanswer a;
	const char *wrong = etcdjson_read(line, n, &a, etcd_take_change, s);

	if (wrong != NULL) {
		etcd_has_failed(s, etcd_garbled(wrong, garbled));
		return -1;
	}
	if (a.is_canceled) {
		end_watch(s, a.compacted > 0);
		return -1;
	}
	if ((wrong = etcd_take_header(s, &a)) != NULL) {
		etcd_read_anew(s, wrong);
		return -1;
	}
	if (a.last > s->taken)
		s->taken = a.last;
	return 0;
}

static int
take_lines(struct etcd *s)
{
	const char *line = s->watch.out, *end;
	size_t left = s->watch.n;

	while (left > 0 && (end = memchr(line, '\n', left)) != NULL) {
		if (take_line(s, line, (size_t)(end - line)) == -1)
			return -1;
		left -= (size_t)(end + 1 - line);
		line = end + 1;
	}
	if (line == s->watch.out)
		return 0;
	if (s->page.pid != 0)
		keep_late(s, s->watch.out, (size_t)(line - s->watch.out));
	followchild_take(&s->watch, (size_t)(line - s->watch.out));
	return 0;
}

void
etcd_hear_watch(struct etcd *s)
{
	char why[256];
	int status, ended;

	if (s->watch.pid == 0)
		return;
	ended = followchild_look(&s->watch, &status);
	if (ended == -1)
		etcd_has_failed(s, strerror(errno));
	else if (take_lines(s) == 0 && ended == 1)
		etcd_watch_has_ended(s, followchild_why(&s->watch, status, why,
		    sizeof(why)));
}
