/*
 * The part of a report that shows the boots.
 */
#include "mkbootroot/see/eventtext.h"
#include "mkbootroot/see/report/amount.h"
#include "mkbootroot/see/report/clock.h"
#include "mkbootroot/see/report/html.h"
#include "mkbootroot/see/report/load.h"
#include "mkbootroot/see/report/pageboots.h"
#include "mkbootroot/see/report/telling.h"
#include "mkbootroot/see/report/timeline.h"

#define EVENTS 60		/* of a boot in words */
#define CROWD 3			/* machines that one line together makes sense for */

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

	html_text(out, name);
	for (size_t i = 0; i < sizeof(part) / sizeof(part[0]); i++) {
		if (part[i][0] == '\0' || part[i] == name)
			continue;
		fputs(before, out);
		html_text(out, part[i]);
		before = " ";
	}
	if (before[0] == ' ')
		fputs("</small>", out);
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
		telling_event(out, first);
		return;
	}
	fprintf(out, "refused %zu names, which is normal: ", n);
	html_text(out, first->file);
	fputs(n == 2 ? " and " : " to ", out);
	html_text(out, first[n - 1].file);
}

static void
write_event(FILE *out, const struct boot *b, const struct happening *e,
    size_t calm)
{
	char time[AMOUNT_SIZE];

	fprintf(out, "<li%s>+%s ", e->is_wrong && !e->is_calm ?
	    " class=\"bad\"" : "", amount_time(time, e->begin_us -
	    b->begin_us));
	if (calm > 0)
		write_calm(out, e, calm);
	else
		telling_event(out, e);
	fputs("</li>", out);
}

static void
write_events(FILE *out, const struct boot *b)
{
	size_t calm, i, lines = 0;

	fputs("<ol>", out);
	for (i = 0; i < b->n && lines < EVENTS; i += calm == 0 ? 1 : calm) {
		calm = calm_run(b, i);
		/* That a boot is over is in its own line. */
		if (b->happening[i].kind == EVENT_BOOTED)
			continue;
		write_event(out, b, &b->happening[i], calm);
		lines++;
	}
	if (i < b->n)
		fprintf(out, "<li>and %zu more</li>", b->n - i);
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
	    "bad", telling_end(b->end), b->end == BOOT_FINISHED ? "in " :
	    "after ", amount_time(all, us));
	if (b->done_us != 0)
		fprintf(out, ", said that it is done after %s",
		    amount_time(all, b->done_us - b->begin_us));
	if (b->trouble != NULL && !b->trouble->is_calm) {
		fputs(", <span class=\"bad\">", out);
		telling_trouble(out, b->trouble, 1);
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
write_row(const struct page *p, const struct stretch *s, size_t number,
    const struct boot *const *boot, size_t n)
{
	const struct machine *m = boot[0]->machine;
	char begin[CLOCK_SIZE];
	int bad = 0;

	for (size_t i = 0; i < n; i++)
		bad |= boot_wants(boot[i]) > 0;
	fprintf(p->out, "<tr%s><th scope=\"row\">", bad ? " class=\"bad\"" : "");
	write_machine(p->out, m);
	if (s->is_apart)
		fprintf(p->out, "<small>%s</small>", past_time(p->past, begin,
		    boot[0]->begin_us));
	fputs("</th><td>", p->out);
	timeline_row(p->out, s, number, boot, n, eventtext_machine(m));
	fputs("</td><td>", p->out);
	for (size_t i = 0; i < n; i++)
		write_boot(p->out, boot[i]);
	fputs("</td></tr>\n", p->out);
}

static void
write_title(const struct page *p, const struct stretch *s, size_t number)
{
	char begin[CLOCK_SIZE], end[CLOCK_SIZE];
	char machines[AMOUNT_SIZE], boots[AMOUNT_SIZE];

	fprintf(p->out, "<h3 id=\"t%zu\">%s to %s: ", number, past_time(p->past, begin,
	    s->begin_us), clock_same_day(s->begin_us, s->end_us) ?
	    clock_time(end, s->end_us) : clock_date(end, s->end_us));
	if (s->is_apart)
		fprintf(p->out, "%zu boots, at most two at once, each from its "
		    "own beginning", s->boots);
	else
		fprintf(p->out, "%s, %s", amount_of(machines, s->machines,
		    "machine", "machines"), amount_of(boots, s->boots, "boot",
		    "boots"));
	fputs("</h3>\n", p->out);
}

static void
write_stretch(const struct page *p, const struct stretch *s, size_t number)
{
	size_t first, n;

	fputs("<section>", p->out);
	write_title(p, s, number);
	fprintf(p->out, "<table class=\"time\" aria-labelledby=\"t%zu\"><thead>"
	    "<tr><th scope=\"col\">Machine</th><th scope=\"col\" "
	    "class=\"axis\"><span>Time line</span>", number);
	timeline_axis(p->out, s, number);
	fputs("</th><th scope=\"col\">What happened</th></tr></thead>"
	    "<tbody>\n", p->out);
	if (s->machines >= CROWD && !s->is_apart)
		write_load(p, s, number);
	for (first = 0; first < s->boots; first += n) {
		for (n = 1; !s->is_apart && first + n < s->boots && s->boot[
		    first + n]->machine == s->boot[first]->machine; n++)
			;
		write_row(p, s, number, &s->boot[first], n);
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
	if (s->left_out > 0)
		fprintf(p->out, "<p class=\"bad\">%zu boots are shown here, those "
		    "with troubles first, and %zu are left out: the pictures, "
		    "and the numbers over them, are of those that are shown. "
		    "A shorter time has fewer.</p>\n", s->boots, s->left_out);
	for (size_t i = 0; i < s->n; i++)
		write_stretch(p, &s->stretch[i], i);
	fputs("</section>\n", p->out);
}
