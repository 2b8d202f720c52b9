/*
 * The parts of a report that a person is for.
 */
#include <stdlib.h>

#include "mkbootroot/see/eventtext.h"
#include "mkbootroot/see/report/amount.h"
#include "mkbootroot/see/report/clock.h"
#include "mkbootroot/see/report/html.h"
#include "mkbootroot/see/report/pagewrong.h"
#include "mkbootroot/see/report/telling.h"
#include "mkbootroot/see/report/totals.h"
#include "mkbootroot/see/report/wrong.h"

#define KINDS 200		/* of troubles are shown */
#define ROWS 1000		/* of machines, in each table */

/* What a table had no room for. */
static void
write_more(FILE *out, size_t n, const char *what)
{
	if (n > 0)
		fprintf(out, "<p class=\"bad\">%zu %s are left out.</p>\n", n, what);
}

static void
write_names(FILE *out, const struct wrong *w)
{
	size_t i;

	if (w->machines == 0)
		html_text(out, logline_program_name(w->example->program));
	for (i = 0; i < w->machines && i < WRONG_MACHINES; i++) {
		fputs(i == 0 ? "" : ", ", out);
		html_text(out, eventtext_machine(w->machine[i]));
	}
	if (i < w->machines)
		fprintf(out, " and %zu more", w->machines - i);
}

static void
write_kind(FILE *out, const struct wrong *w)
{
	const struct happening *e = w->example;

	fputs("<tr><th scope=\"row\">", out);
	if (e->is_hint)
		fputs("perhaps ", out);
	html_text(out, e->word[0] != '\0' ? e->word : e->text);
	if (e->file[0] != '\0') {
		fputs("<small>", out);
		html_text(out, e->file);
		fputs(w->times > 1 ? " and others</small>" : "</small>", out);
	}
	fputs("</th><td>", out);
	write_names(out, w);
	fprintf(out, "</td><td class=\"n\" data-h=\"Times\">%zu</td><td>",
	    w->times);
	if (e->remedy != NULL)
		html_marked(out, e->remedy);
	else if (e->word[0] != '\0' && e->text[0] != '\0')
		html_text(out, e->text);
	fputs("</td></tr>\n", out);
}

static void
write_kinds(FILE *out, const struct wrong *wrong, size_t n)
{
	fputs("<table><thead><tr><th scope=\"col\">What</th><th scope=\"col\">"
	    "Where</th><th scope=\"col\" class=\"n\">Times</th><th "
	    "scope=\"col\">What to do</th></tr></thead><tbody>\n", out);
	for (size_t i = 0; i < n && i < KINDS; i++)
		write_kind(out, &wrong[i]);
	fputs("</tbody></table>\n", out);
	write_more(out, n < KINDS ? 0 : n - KINDS, "kinds more, of which each "
	    "was of fewer machines,");
}

int
pagewrong_troubles(const struct page *p)
{
	struct wrong *wrong, *calm = NULL;
	const long n = wrong_find(p->past, 0, &wrong);
	const long calms = n == -1 ? -1 : wrong_find(p->past, 1, &calm);

	if (calms != -1) {
		fputs("<section id=\"wrong\"><h2>What went wrong, and what to "
		    "do</h2>\n", p->out);
		if (n == 0)
			fputs("<p>Nothing that needs a person.</p>\n",
			    p->out);
		else
			write_kinds(p->out, wrong, (size_t)n);
		if (calms > 0) {
			fputs("<details><summary>What is normal</summary>\n",
			    p->out);
			write_kinds(p->out, calm, (size_t)calms);
			fputs("</details>\n", p->out);
		}
		fputs("</section>\n", p->out);
	}
	free(wrong);
	free(calm);
	return calms == -1 ? -1 : 0;
}

/* What it was served or refused last; without that, what it was told last. */
static const struct happening *
last_thing(const struct boot *b)
{
	const struct happening *e, *told = NULL;

	for (e = b->happening + b->n; e-- > b->happening; ) {
		if (happening_is_served(e))
			return e;
		if (told == NULL && e->kind == EVENT_TOLD)
			told = e;
	}
	return told;
}

/* Why it stopped, unless the last thing says so, and what to do. */
static void
write_cause(FILE *out, const struct boot *b, const struct happening *last)
{
	const struct happening *e = b->trouble;

	if (e == NULL) {
		fputs(b->end == BOOT_LOST ? "It asked for no file: look at its "
		    "screen, and for a firewall on the way." : "The log does "
		    "not say: look at its screen.", out);
		return;
	}
	if (e != last)
		telling_trouble(out, e, 0);
	if (e->remedy != NULL) {
		fputs(e != last ? "<small>" : "", out);
		html_marked(out, e->remedy);
		fputs(e != last ? "</small>" : "", out);
	}
}

static void
write_unfinished(const struct page *p, const struct boot *b)
{
	const struct happening *e = last_thing(b);
	char date[CLOCK_SIZE], time[AMOUNT_SIZE];

	fputs("<tr><th scope=\"row\">", p->out);
	html_text(p->out, eventtext_machine(b->machine));
	if (b->machine->name[0] != '\0') {
		fputs("<small>", p->out);
		html_text(p->out, b->machine->mac);
		fputs("</small>", p->out);
	}
	fprintf(p->out, "</th><td>%s<small>%s after it began</small></td><td>",
	    past_time(p->past, date, b->end_us), amount_time(time, b->end_us -
	    b->begin_us));
	if (e == NULL)
		fputs(telling_end(b->end), p->out);
	else
		telling_event(p->out, e);
	fputs("</td><td>", p->out);
	write_cause(p->out, b, e);
	fputs("</td></tr>\n", p->out);
}

static int
is_lost(const struct boot *b)
{
	return b->is_last && b->end != BOOT_FINISHED &&
	    b->end != BOOT_GOES_ON;
}

void
pagewrong_unfinished(const struct page *p, size_t n)
{
	const struct boot *b = p->past->boot;
	size_t rows = 0;

	fputs("<section id=\"unfinished\"><h2>Machines that never came back"
	    "</h2>\n", p->out);
	if (n == 0) {
		fputs("<p>Each machine that began to boot came to the end, or "
		    "was still at it when the log ended.</p></section>\n",
		    p->out);
		return;
	}
	fputs("<p>Their last boot ended before its kernel and initrd were "
	    "loaded.</p>\n<table><thead><tr><th scope=\"col\">Machine</th><th "
	    "scope=\"col\">Last heard of</th><th scope=\"col\">The last thing"
	    "</th><th scope=\"col\">What went wrong</th></tr></thead><tbody>\n",
	    p->out);
	/* Where there are too many, those for which the log has a reason first. */
	for (int wants = n > ROWS ? 2 : 1; wants > 0; wants--)
		for (size_t i = 0; i < p->past->boots && rows < ROWS; i++) {
			if (!is_lost(&b[i]) || (n > ROWS &&
			    boot_wants(&b[i]) != wants))
				continue;
			write_unfinished(p, &b[i]);
			rows++;
		}
	fputs("</tbody></table>\n", p->out);
	write_more(p->out, n - rows, "machines more");
	fputs("</section>\n", p->out);
}

static void
write_stranger(const struct page *p, const struct happening *e, size_t n)
{
	const struct machine *m = e->machine;
	size_t asked = 0, files = 0;
	char date[CLOCK_SIZE];

	for (size_t i = 0; i < n; i++) {
		asked += e[i].kind == EVENT_UNKNOWN ||
		    e[i].kind == EVENT_TOLD || e[i].kind == EVENT_SILENT;
		files += e[i].kind == EVENT_SENT;
	}
	fputs("<tr><th scope=\"row\"><code>", p->out);
	html_text(p->out, eventtext_machine(m));
	fputs("</code></th><td>", p->out);
	html_text(p->out, m->arch[0] != '\0' ? m->arch : "-");
	fputs("</td><td>", p->out);
	html_text(p->out, m->address[0] != '\0' ? m->address : "-");
	fprintf(p->out, "</td><td>%s</td><td class=\"n\" data-h=\"Asked\">%zu"
	    "</td><td class=\"n\" data-h=\"Files\">%zu</td></tr>\n",
	    past_time(p->past, date, m->last_us), asked, files);
}

void
pagewrong_strangers(const struct page *p, size_t strangers)
{
	const struct past *h = p->past;
	size_t first, n, rows = 0;

	fputs("<section id=\"strangers\"><h2>Strangers</h2>\n", p->out);
	if (strangers == 0) {
		fputs("<p>Each machine that asked has a line of its own in the "
		    "map.</p></section>\n", p->out);
		return;
	}
	fputs("<p>The map has no line of their own for these machines. To boot "
	    "one, add a line to <code>clients</code> that begins with its MAC "
	    "address. <code>mkbootroot unknown</code> writes these lines.</p>\n<table><thead><tr><th scope=\"col\">MAC address</th>"
	    "<th scope=\"col\">Firmware</th><th scope=\"col\">Address</th><th "
	    "scope=\"col\">Last seen</th><th scope=\"col\" class=\"n\">Asked"
	    "</th><th scope=\"col\" class=\"n\">Files sent</th></tr></thead>"
	    "<tbody>\n", p->out);
	for (first = 0; first < h->n && rows < ROWS; first += n) {
		n = totals_run(h, first);
		if (!totals_is_stranger(&h->happening[first], n))
			continue;
		write_stranger(p, &h->happening[first], n);
		rows++;
	}
	fputs("</tbody></table>\n", p->out);
	write_more(p->out, strangers - rows, "strangers more");
	fputs("</section>\n", p->out);
}
