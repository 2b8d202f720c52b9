/*
 * report: the log is read to its end, and what happened is written as one page.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "daemon/now.h"
#include "file/replace.h"
#include "file/system.h"
#include "mkbootroot/command.h"
#include "mkbootroot/see/logread.h"
#include "mkbootroot/see/machine.h"
#include "mkbootroot/see/report/page.h"
#include "mkbootroot/see/report/past.h"

#define JOURNAL_SINCE "-24h"
#define DAY_US (86400 * INT64_C(1000000))

/* What is read, and what has come of it. */
struct reading {
	struct source source;
	struct site site;
	struct past past;
	unsigned long timeless;
	int64_t now_us;
};

/* A line without a time has no place in a report. -1: errno. */
static int
take_line(void *arg, const char *text, size_t n)
{
	struct reading *r = arg;
	struct logline l;

	logline_read(text, n, r->now_us, &l);
	if (l.kind != LOGLINE_FOREIGN && !l.has_time) {
		r->timeless++;
		return 0;
	}
	return site_take(&r->site, &l);
}

static unsigned long
lines_of(const struct site *s)
{
	unsigned long n = 0;

	for (int kind = 0; kind < LOGLINE_KINDS; kind++)
		if (kind != LOGLINE_FOREIGN)
			n += s->lines[kind];
	return n;
}

/* What a reader of the page should know is also said to who makes it. */
static void
say_missing(const struct page *p)
{
	if (p->unreadable > 0)
		warnx("%lu lines could not be read: the report lacks what they "
		    "say", p->unreadable);
	if (p->timeless > 0)
		warnx("%lu lines have no time: the report lacks what they say",
		    p->timeless);
	if (p->past->ahead > 0)
		warnx("%zu events have a time more than a day ahead: the report "
		    "lacks them", p->past->ahead);
	if (p->lost_machines > 0)
		warnx("%lu lines are of more machines than there is room for",
		    p->lost_machines);
}

/* Exit code. */
static int
write_page(struct page *p)
{
	if (page_write(p) == 0)
		return 0;
	warnx("cannot write the report: %s", system_reason(ENOMEM));
	return 111;
}

/* The old file stays until the new one is whole. Exit code. */
static int
write_file(struct page *p, const char *path)
{
	char *bytes = NULL;
	size_t n = 0;
	int code;

	if ((p->out = open_memstream(&bytes, &n)) == NULL) {
		warn("cannot write the report");
		return 111;
	}
	code = write_page(p);
	if (fclose(p->out) == EOF && code == 0) {
		warn("cannot write the report");
		code = 111;
	}
	if (code == 0 && replace_file(AT_FDCWD, path, bytes, n) == -1)
		code = system_say("cannot write", path);
	free(bytes);
	return code;
}

/* Exit code. source is what was read, in words. */
static int
write_report(struct reading *r, const char *source, const char *out)
{
	struct page p = { .out = stdout, .past = &r->past, .source = source,
	    .lines = lines_of(&r->site) + r->timeless,
	    .unreadable = r->site.lines[LOGLINE_UNREADABLE],
	    .timeless = r->timeless, .cut = r->source.cut,
	    .lost_machines = r->site.dropped, .now_us = r->now_us };

	if (p.lines == 0) {
		warnx("%s has no line of tftpd, httpd or dhcp-helper", source);
		return 1;
	}
	if (p.lines == p.timeless) {
		warnx("no line of %s has a time: journalctl -o "
		    "short-iso-precise writes them", source);
		return 1;
	}
	say_missing(&p);
	return out == NULL ? write_page(&p) : write_file(&p, out);
}

/* Exit code. */
static int
read_and_write(struct reading *r, const char *where, const char *out)
{
	const char *source = where == NULL ? "the journal" :
	    strcmp(where, "-") == 0 ? "standard input" : where;
	int code = logread(&r->source, take_line, r);

	if (code != 0)
		return code;
	/* The last machine may have had all of it when the log ended. */
	site_pass(&r->site, r->site.last_us + MACHINE_DONE_US + 1);
	/* The journal goes on until now, a file may have ended long ago. */
	if (past_sort(&r->past, where == NULL ? r->now_us : 0) == -1) {
		warnx("cannot keep what the log says: %s",
		    system_reason(ENOMEM));
		return 111;
	}
	return write_report(r, source, out);
}

int
report(const char *out, const char *since, const char *where)
{
	struct reading r = { .now_us = now_wall_us() };
	int code;

	if (since != NULL && where != NULL) {
		warnx("-s is for the journal: %s is read as a whole", where);
		return 2;
	}
	if (out == NULL && isatty(STDOUT_FILENO)) {
		warnx("the report is HTML, and standard output is a terminal: "
		    "name a file with -o");
		return 2;
	}
	r.past.ahead_us = r.now_us + DAY_US;
	tzset();
	if (source_open(&r.source, where, 0, since == NULL ? JOURNAL_SINCE :
	    since) == -1) {
		warnx("%s", r.source.why);
		return 1;
	}
	if (site_open(&r.site, past_tell, &r.past) == -1) {
		warn("cannot keep what the log says");
		code = 111;
	} else {
		code = read_and_write(&r, where, out);
		past_free(&r.past);
		site_close(&r.site);
	}
	source_close(&r.source);
	return code;
}
