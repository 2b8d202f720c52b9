/*
 * The part of a report that shows the boots.
 */
#include "mkbootroot/see/eventtext.h"
#include "mkbootroot/see/report/amount.h"
#include "mkbootroot/see/report/clock.h"
#include "mkbootroot/see/report/html.h"
#include "mkbootroot/see/report/load.h"
#include "mkbootroot/see/report/pageboots.h"
#include "mkbootroot/see/report/timeline.h"
#include "mkbootroot/see/report/words.h"

#define EVENTS 60		/* of a boot in words */

static void
write_load(const struct page *p, const struct stretch *s, size_t number)
{
	char rate[AMOUNT_SIZE];
	struct load l;

	load_of(&l, s);
	fputs("<tr class=\"load\"><th scope=\"row\">All together</th><td>",
	    p->out);
	fprintf(p->out, "<svg role=\"img\"><title>What was sent</title>"
	    "<use href=\"#g%zu\"/><svg viewBox=\"0 0 %zu 30\" width=\"100%%\" "
	    "height=\"30\" preserveAspectRatio=\"none\"><path d=\"M0 30",
	    number, l.bins);
	for (size_t i = 0; i < l.bins; i++)
		fprintf(p->out, "V%.1fh1", l.peak > 0 ?
		    30 - 28 * l.rate[i] / l.peak : 30);
	fprintf(p->out, "V30z\"/></svg></svg></td><td>at most %s</td></tr>\n",
	    amount_rate(rate, (uint64_t)l.peak, 1000000));
}

static void
write_machine(FILE *out, const struct machine *m)
{
	const char *const part[] = { m->mac, m->address, m->arch };
	const char *name = eventtext_machine(m), *before = "<small>";

	fputs("<th scope=\"row\">", out);
	html_text(out, name);
	for (size_t i = 0; i < sizeof(part) / sizeof(part[0]); i++) {
		if (part[i][0] == '\0' || part[i] == name)
			continue;
		fputs(before, out);
		html_text(out, part[i]);
		before = " ";
	}
	fputs(before[0] == ' ' ? "</small></th>" : "</th>", out);
}

/* One refusal after the other, as loaders try names, is one line. */
static size_t
calm_run(const struct boot *b, size_t first)
{
	size_t n = 0;

	while (first + n < b->n &&
	    b->happening[first + n].kind == EVENT_REFUSED &&
	    b->happening[first + n].is_calm)
		n++;
	return n;
}

static void
write_calm(FILE *out, const struct happening *first, size_t n)
{
	if (n == 1) {
		words_event(out, first);
		return;
	}
	fprintf(out, "refused %zu names, which needs nobody: ", n);
	html_text(out, first->file);
	fputs(n == 2 ? " and " : " to ", out);
	html_text(out, first[n - 1].file);
}

static void
write_events(FILE *out, const struct boot *b)
{
	char time[AMOUNT_SIZE];
	size_t lines = 0, run, i;

	fputs("<ol>", out);
	for (i = 0; i < b->n && lines < EVENTS; i += run, lines++) {
		const struct happening *e = &b->happening[i];

		run = calm_run(b, i);
		fprintf(out, "<li%s>+%s ", e->is_wrong && !e->is_calm ?
		    " class=\"bad\"" : "", amount_time(time, e->begin_us -
		    b->begin_us));
		if (run > 0)
			write_calm(out, e, run);
		else
			words_event(out, e);
		if (run == 0)
			run = 1;
		fputs("</li>", out);
	}
	if (i < b->n)
		fprintf(out, "<li>and %zu more", b->n - i);
	fputs("</ol>", out);
}

/* How it went, in a line, and behind that all of it. */
static void
write_boot(FILE *out, const struct boot *b)
{
	char all[AMOUNT_SIZE], bytes[AMOUNT_SIZE], wait[AMOUNT_SIZE];
	char load[AMOUNT_SIZE], own[AMOUNT_SIZE];
	const int64_t us = b->end_us - b->begin_us;

	fprintf(out, "<details><summary><b class=\"%s\">%s</b> %s%s",
	    b->end == BOOT_FINISHED ? "good" : b->end == BOOT_GOES_ON ? "soft" :
	    "bad", words_end(b->end), b->end == BOOT_FINISHED ? "in " :
	    "after ", amount_time(all, us));
	if (b->trouble != NULL && !b->trouble->is_calm) {
		fputs(", <span class=\"bad\">", out);
		words_trouble(out, b->trouble);
		fputs("</span>", out);
	}
	fprintf(out, "<small>%s loaded in %s, waiting %s, on its own %s</small>"
	    "</summary>", amount_bytes(bytes, b->bytes), amount_time(load,
	    b->loading_us), amount_time(wait, b->waiting_us), amount_time(own,
	    us - b->loading_us - b->waiting_us));
	write_events(out, b);
	fputs("</details>", out);
}

static void
write_row(FILE *out, const struct stretch *s, size_t number,
    const struct boot *const *boot, size_t n)
{
	const struct machine *m = boot[0]->machine;
	int is_bad = 0;

	for (size_t i = 0; i < n; i++)
		is_bad |= (boot[i]->end != BOOT_FINISHED &&
		    boot[i]->end != BOOT_GOES_ON) || (boot[i]->trouble !=
		    NULL && !boot[i]->trouble->is_calm);
	fprintf(out, "<tr%s>", is_bad ? " class=\"bad\"" : "");
	write_machine(out, m);
	fputs("<td>", out);
	timeline_row(out, s, number, boot, n, eventtext_machine(m));
	fputs("</td><td>", out);
	for (size_t i = 0; i < n; i++)
		write_boot(out, boot[i]);
	fputs("</td></tr>\n", out);
}

static void
write_stretch(const struct page *p, const struct stretch *s, size_t number)
{
	char begin[CLOCK_SIZE], end[CLOCK_SIZE];
	char machines[AMOUNT_SIZE], boots[AMOUNT_SIZE];
	const int days = !clock_same_day(p->past->first_us,
	    p->past->last_us);
	size_t first, n;

	fprintf(p->out, "<section><h3 id=\"t%zu\">%s to %s: %s, %s</h3>\n"
	    "<table class=\"time\" aria-labelledby=\"t%zu\"><thead><tr>"
	    "<th scope=\"col\">Machine</th><th scope=\"col\" class=\"axis\">"
	    "<span>Time line</span>", number, days ? clock_date(begin,
	    s->begin_us) : clock_time(begin, s->begin_us), clock_time(end,
	    s->end_us), amount_of(machines, s->machines, "machine",
	    "machines"), amount_of(boots, s->boots, "boot", "boots"), number);
	timeline_axis(p->out, s, number);
	fputs("</th><th scope=\"col\">What happened</th></tr></thead>"
	    "<tbody>\n", p->out);
	write_load(p, s, number);
	for (first = 0; first < s->boots; first += n) {
		for (n = 1; first + n < s->boots && s->boot[first +
		    n]->machine == s->boot[first]->machine; n++)
			;
		write_row(p->out, s, number, &s->boot[first], n);
	}
	fputs("</tbody></table></section>\n", p->out);
}

void
pageboots_write(const struct page *p, const struct stretches *s)
{
	fputs("<section id=\"boots\"><h2>Boots</h2>\n", p->out);
	if (s->n == 0) {
		fputs("<p>Nothing booted.</p></section>\n", p->out);
		return;
	}
	fputs("<p>A bar's place and width are its time. Open a line of the last "
	    "column to see all that happened.</p><ul class=\"legend\">\n",
	    p->out);
	timeline_legend(p->out);
	fputs("</ul>\n<div class=\"find\" hidden><label>Find <input "
	    "type=\"search\" id=\"find\"></label> <label><input "
	    "type=\"checkbox\" id=\"only\"> only what went wrong</label> "
	    "<span id=\"found\" role=\"status\"></span></div>\n", p->out);
	for (size_t i = 0; i < s->n; i++)
		write_stretch(p, &s->stretch[i], i);
	fputs("</section>\n", p->out);
}
