/*
 * Each line goes the same way, whatever shows it.
 */
#include <err.h>
#include <time.h>

#include "daemon/now.h"
#include "mkbootroot/see/watching.h"

#define LIVE_US (5 * INT64_C(1000000))
#define QUIET_MS 2000

static void
on_event(void *arg, const struct event *e)
{
	struct watching *w = arg;

	history_add(&w->history, e);
	if (w->tell != NULL)
		w->tell(w->tell_arg, e);
}

int
watching_open(struct watching *w, const char *where, int follows,
    const char *since)
{
	w->name = where == NULL ? "journal" : where;
	if (where != NULL && where[0] == '-' && where[1] == '\0')
		w->name = "standard input";
	w->has_ended = 0;
	w->took_ms = now_ms();
	w->fault = NULL;
	w->tell = NULL;
	titles_begin(&w->titles);
	tzset();
	if (source_open(&w->source, where, follows, since) == -1) {
		warnx("%s", w->source.why);
		return where == NULL ? 111 : 1;
	}
	if (site_open(&w->site, on_event, w) == -1) {
		warn("cannot make room for machines");
		source_close(&w->source);
		return 111;
	}
	if (history_open(&w->history) == -1) {
		warn("cannot make room for events");
		site_close(&w->site);
		source_close(&w->source);
		return 111;
	}
	return 0;
}

void
watching_close(struct watching *w)
{
	titles_end(&w->titles);
	history_close(&w->history);
	site_close(&w->site);
	source_close(&w->source);
}

/*
 * Lines of hours ago that come through a pipe may pause for a moment: the boots
 * that they tell of are not over for that.
 */
static int
is_live(const struct watching *w, int64_t now)
{
	return w->has_ended || w->source.is_file ||
	    w->site.last_us >= now - LIVE_US ||
	    now_ms() - w->took_ms >= QUIET_MS;
}

long
watching_take(struct watching *w, long most)
{
	const int64_t now = now_wall_us();
	enum source_found found = SOURCE_NONE;
	struct logline l;
	const char *line;
	size_t n;
	long took;

	for (took = 0; took < most && !w->has_ended; took++) {
		if ((found = source_next(&w->source, &line, &n)) !=
		    SOURCE_LINE)
			break;
		logline_read(line, n, now, &l);
		if (site_take(&w->site, &l) == -1)
			return -1;
	}
	if (found == SOURCE_END || found == SOURCE_FAILED)
		w->has_ended = 1;
	if (found == SOURCE_FAILED)
		w->fault = w->source.why;
	if (took > 0)
		w->took_ms = now_ms();
	if (took < most && is_live(w, now))
		site_pass(&w->site, now);
	return took;
}

struct scene
watching_scene(const struct watching *w, int64_t now_us)
{
	return (struct scene){ .site = &w->site, .titles = &w->titles,
	    .history = &w->history, .now_us = now_us, .fault = w->fault,
	    .source = w->name, .has_ended = w->has_ended, .cut = w->source.cut };
}
