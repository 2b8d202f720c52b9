/*
 * A report as one page of HTML.
 */
#include <string.h>

#include "mkbootroot/see/eventtext.h"
#include "mkbootroot/see/report/amount.h"
#include "mkbootroot/see/report/clock.h"
#include "mkbootroot/see/report/html.h"
#include "mkbootroot/see/report/page.h"
#include "mkbootroot/see/report/pageboots.h"
#include "mkbootroot/see/report/pagelook.h"
#include "mkbootroot/see/report/pagewrong.h"
#include "mkbootroot/see/report/slow.h"
#include "mkbootroot/see/report/telling.h"
#include "mkbootroot/see/report/timeline.h"
#include "mkbootroot/see/report/totals.h"

#define SLOW_FILES 20		/* are shown */

/* "Sat 28 Nov 2026, 19:00:05 to 19:42:11", and of many days both dates. */
static void
write_span(const struct page *p)
{
	const struct past *h = p->past;
	char first[CLOCK_SIZE], last[CLOCK_SIZE], zone[CLOCK_SIZE];
	char other[CLOCK_SIZE];

	if (h->n == 0)
		return;
	fprintf(p->out, "%s to %s, ", clock_date(first, h->first_us),
	    clock_same_day(h->first_us, h->last_us) ? clock_time(last,
	    h->last_us) : clock_date(last, h->last_us));
	clock_zone(zone, h->first_us);
	clock_zone(other, h->last_us);
	html_text(p->out, zone);
	/* The clocks were changed meanwhile. */
	if (strcmp(zone, other) != 0) {
		fputs(", then ", p->out);
		html_text(p->out, other);
	}
}

static void
write_title(const struct page *p)
{
	const struct past *h = p->past;
	char day[CLOCK_SIZE];

	fputs("Boots", p->out);
	if (h->host != NULL && !h->of_many_hosts) {
		fputs(" of ", p->out);
		html_text(p->out, h->host);
	}
	if (h->n > 0)
		fprintf(p->out, ", %s", clock_day(day, h->last_us));
}

static void
write_total(FILE *out, const char *value, const char *what, int is_bad)
{
	fprintf(out, "<div><dt>%s</dt><dd%s>%s</dd></div>\n", what,
	    is_bad ? " class=\"bad\"" : "", value);
}

static void
write_count(FILE *out, size_t n, const char *what, int is_bad)
{
	char text[AMOUNT_SIZE];

	snprintf(text, sizeof(text), "%zu", n);
	write_total(out, text, what, is_bad && n > 0);
}

static void
write_totals(const struct page *p, const struct totals *t, size_t lost)
{
	char text[AMOUNT_SIZE];

	fputs("<dl class=\"totals\">\n", p->out);
	write_count(p->out, t->machines, "machines", 0);
	write_count(p->out, t->boots, "boots", 0);
	write_count(p->out, t->finished, "finished", 0);
	write_count(p->out, t->unfinished, "did not finish", 1);
	write_count(p->out, lost, "machines that never came back", 1);
	write_count(p->out, t->strangers, "strangers", 0);
	write_total(p->out, amount_bytes(text, t->bytes), "sent", 0);
	if (t->finished > 0) {
		write_total(p->out, amount_time(text, t->usual_us),
		    "half of the boots took no longer", 0);
		write_total(p->out, amount_time(text, t->longest_us),
		    "the longest one that finished", 0);
	}
	fputs("</dl>\n", p->out);
}

static void
write_slow(const struct page *p, const struct slow *s)
{
	const struct happening *e = s->worst;
	char bytes[AMOUNT_SIZE], time[AMOUNT_SIZE], rate[AMOUNT_SIZE];
	char why[SLOW_WHY_SIZE];

	fputs("<tr><th scope=\"row\">", p->out);
	html_text(p->out, e->file);
	fprintf(p->out, "</th><td class=\"n\" data-h=\"Size\">%s</td>"
	    "<td class=\"n\" data-h=\"Times\">%zu</td>",
	    amount_bytes(bytes, e->bytes), s->times);
	fprintf(p->out, "<td class=\"n\" data-h=\"Usual rate\">%s</td>",
	    amount_rate(rate, s->usual_rate, 1000000));
	fprintf(p->out, "<td class=\"n\" data-h=\"Slowest\">%s<small>%s</small>"
	    "</td><td>", amount_rate(rate, slow_rate(e), 1000000),
	    amount_time(time, e->end_us - e->begin_us));
	html_text(p->out, eventtext_machine(e->machine));
	fprintf(p->out, "</td><td>%s</td></tr>\n", slow_why(s, why));
}

static int
write_slowest(const struct page *p)
{
	struct slow slow[SLOW_FILES];
	const long n = slow_find(p->past, slow, SLOW_FILES);

	if (n == -1)
		return -1;
	fputs("<section id=\"slow\"><h2>The slowest files, and why</h2>\n",
	    p->out);
	if (n == 0) {
		fputs("<p>No file took a second.</p></section>\n", p->out);
		return 0;
	}
	fputs("<table><thead><tr><th scope=\"col\">File</th><th scope=\"col\" "
	    "class=\"n\">Size</th><th scope=\"col\" class=\"n\">Times sent"
	    "</th><th scope=\"col\" class=\"n\">Usual rate</th><th "
	    "scope=\"col\" class=\"n\">Slowest</th><th scope=\"col\">To</th>"
	    "<th scope=\"col\">Why</th></tr></thead><tbody>\n", p->out);
	for (long i = 0; i < n && i < SLOW_FILES; i++)
		write_slow(p, &slow[i]);
	fputs("</tbody></table>\n", p->out);
	if (n > SLOW_FILES)
		fprintf(p->out, "<p>%ld other files took a second or more.</p>"
		    "\n", n - SLOW_FILES);
	fputs("</section>\n", p->out);
	return 0;
}

static void
write_count_of(FILE *out, unsigned long n, const char *one, const char *many,
    const char *why)
{
	char text[AMOUNT_SIZE];

	if (n > 0)
		fprintf(out, "<p class=\"bad\">%s %s</p>\n", amount_of(text, n,
		    one, many), why);
}

static void
write_foot(const struct page *p)
{
	char now[CLOCK_SIZE], zone[CLOCK_SIZE], lines[AMOUNT_SIZE];

	fputs("</main><footer>\n", p->out);
	write_count_of(p->out, p->unreadable, "line", "lines", "of bootroot's "
	    "programs could not be read, and what they say is not in here: is "
	    "this mkbootroot older than the servers?");
	write_count_of(p->out, p->timeless, "line", "lines", "had no time, and "
	    "what they say is not in here.");
	write_count_of(p->out, p->past->ahead, "event", "events", "had a time "
	    "more than a day ahead of this clock, and what they say is not in "
	    "here.");
	write_count_of(p->out, p->cut, "line", "lines", "were too long for a "
	    "line of the log.");
	write_count_of(p->out, p->lost_machines, "line", "lines", "were of "
	    "more machines than there was room for.");
	if (p->past->of_many_hosts)
		fputs("<p>The lines are of several servers.</p>\n", p->out);
	if (p->past->is_coarse)
		fputs("<p>The log has whole seconds only, so waiting may be a "
		    "second longer or shorter than it seems. <code>journalctl "
		    "-o short-iso-precise</code> writes exact times.</p>\n",
		    p->out);
	fprintf(p->out, "<p>Written by <code>mkbootroot report</code> on %s, ",
	    clock_date(now, p->now_us));
	html_text(p->out, clock_zone(zone, p->now_us));
	fprintf(p->out, ", from %s of ", amount_of(lines, p->lines, "line",
	    "lines"));
	html_text(p->out, p->source);
	fputs(".</p></footer>\n", p->out);
}

static void
write_nav(FILE *out)
{
	fputs("<nav aria-label=\"Parts of the report\"><ul>"
	    "<li><a href=\"#wrong\">What went wrong</a></li>"
	    "<li><a href=\"#unfinished\">Machines that never came back</a></li>"
	    "<li><a href=\"#boots\">Boots</a></li>"
	    "<li><a href=\"#slow\">The slowest files</a></li>"
	    "<li><a href=\"#strangers\">Strangers</a></li></ul></nav>\n", out);
}

/* The machines whose last boot did not come to its end. */
static size_t
count_lost(const struct past *h)
{
	size_t n = 0;

	for (size_t i = 0; i < h->boots; i++)
		n += h->boot[i].is_last && h->boot[i].end != BOOT_FINISHED &&
		    h->boot[i].end != BOOT_GOES_ON;
	return n;
}

static int
write_body(const struct page *p, const struct stretches *s)
{
	const size_t lost = count_lost(p->past);
	struct totals t;

	if (totals_of(&t, p->past) == -1)
		return -1;
	fputs("<header><h1>", p->out);
	write_title(p);
	fputs("</h1><p class=\"soft\">", p->out);
	write_span(p);
	fputs("</p>\n", p->out);
	write_nav(p->out);
	fputs("</header><main>\n", p->out);
	timeline_defs(p->out);
	write_totals(p, &t, lost);
	if (pagewrong_troubles(p) == -1)
		return -1;
	pagewrong_unfinished(p, lost);
	pageboots_write(p, s);
	if (write_slowest(p) == -1)
		return -1;
	pagewrong_strangers(p, t.strangers);
	write_foot(p);
	return 0;
}

int
page_write(const struct page *p)
{
	struct stretches s;
	int r;

	if (stretches_make(&s, p->past) == -1)
		return -1;
	fputs("<!DOCTYPE html>\n<html lang=\"en\"><head><meta "
	    "charset=\"utf-8\"><title>", p->out);
	write_title(p);
	fputs("</title>\n", p->out);
	pagelook_head(p->out);
	fputs("</head><body>\n", p->out);
	r = write_body(p, &s);
	pagelook_script(p->out);
	fputs("</body></html>\n", p->out);
	stretches_free(&s);
	return r;
}
