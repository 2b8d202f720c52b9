/*
 * The boots of a stretch of time as pictures.
 */
#include "mkbootroot/see/report/amount.h"
#include "mkbootroot/see/report/bar.h"
#include "mkbootroot/see/report/clock.h"
#include "mkbootroot/see/report/gap.h"
#include "mkbootroot/see/report/html.h"
#include "mkbootroot/see/report/timeline.h"

#define MARKS 6			/* of which a phone shows every second one */

void
timeline_defs(FILE *out)
{
	fputs("<svg class=\"defs\" aria-hidden=\"true\"><defs>"
	    "<pattern id=\"hatch\" width=\"6\" height=\"6\" "
	    "patternUnits=\"userSpaceOnUse\" "
	    "patternTransform=\"rotate(45)\">"
	    "<line class=\"hatch\" y2=\"6\"/></pattern></defs></svg>\n", out);
}

static void
key_bar(FILE *out, char look, const char *words)
{
	fprintf(out, "<li><svg class=\"key\" aria-hidden=\"true\">"
	    "<rect class=\"%c\" x=\"1\" width=\"24\"/></svg> %s</li>\n", look,
	    words);
}

static void
key_mark(FILE *out, const char *mark, const char *words)
{
	fprintf(out, "<li><svg class=\"key\" aria-hidden=\"true\">%s</svg> "
	    "%s</li>\n", mark, words);
}

void
timeline_legend(FILE *out)
{
	key_bar(out, 'w', "waits for an answer, or for its first file");
	key_bar(out, 'l', "loader");
	key_bar(out, 'c', "configuration or answers");
	key_bar(out, 'k', "kernel");
	key_bar(out, 'i', "initrd");
	key_bar(out, 'o', "another file");
	key_bar(out, 'f', "a file that did not arrive as a whole");
	key_mark(out, "<line class=\"own\" x1=\"1\" x2=\"25\" y1=\"15\" "
	    "y2=\"15\"/>", "the machine is at something else: its loader or "
	    "kernel runs");
	key_mark(out, "<circle class=\"r\" cx=\"13\" cy=\"15\" r=\"3\"/>",
	    "needs a person");
	key_mark(out, "<line class=\"m\" x1=\"13\" x2=\"13\" y1=\"13\" "
	    "y2=\"17\"/>", "refused, which is normal");
	key_mark(out, "<text class=\"g\" x=\"9\" y=\"20\">&#10003;</text>",
	    "has all that it boots");
	key_mark(out, "<text class=\"x\" x=\"9\" y=\"20\">&#215;</text>",
	    "stopped");
}

/* Where the marks of a picture are: from a whole step of the clock on. */
static struct bars
axis_of(const struct stretch *s, int64_t *step_us, int64_t *first_us)
{
	const int64_t begin_us = s->is_apart ? 0 : s->begin_us;

	*step_us = clock_step(s->length_us, MARKS);
	*first_us = s->is_apart ? 0 : clock_mark(begin_us, *step_us);
	return bars_begin(NULL, begin_us, begin_us + s->length_us);
}

void
timeline_axis(FILE *out, const struct stretch *s, size_t number)
{
	int64_t step, first, at;
	const struct bars b = axis_of(s, &step, &first);
	char time[CLOCK_SIZE], since[AMOUNT_SIZE];

	fputs("<svg class=\"axis\" aria-hidden=\"true\">", out);
	for (at = first; at <= b.end_us; at += step) {
		const double x = bars_place(&b, at);

		/* The last one's text ends at the edge, where others begin. */
		fprintf(out, "<text x=\"%.2f%%\" y=\"16\"%s>%s</text>", x,
		    x > 90 ? " text-anchor=\"end\"" : "", s->is_apart ?
		    amount_whole(since, at) : clock_time(time, at));
	}
	fprintf(out, "<defs><g id=\"g%zu\">", number);
	for (at = first; at <= b.end_us; at += step)
		fprintf(out, "<line class=\"grid\" x1=\"%.2f%%\" x2=\"%.2f%%\" "
		    "y2=\"30\"/>", bars_place(&b, at), bars_place(&b, at));
	fputs("</g></defs></svg>", out);
}

static void
draw_waiting(void *bars, enum gap gap, int64_t begin_us, int64_t end_us)
{
	const struct bars *b = bars;
	const double x = bars_place(b, begin_us);
	char time[AMOUNT_SIZE];

	if (gap != GAP_WAITING)
		return;
	fprintf(b->out, "<rect class=\"w\" x=\"%.2f%%\" width=\"%.2f%%\">"
	    "<title>waits %s</title></rect>", x, bars_place(b, end_us) - x,
	    amount_time(time, end_us - begin_us));
}

/* How it ended, behind its last bar. */
static void
draw_end(struct bars *b, const struct boot *boot)
{
	const double x = bars_place(b, boot->end_us);
	const char *class = "x", *mark = "&#215;";

	if (boot->end == BOOT_FINISHED) {
		class = "g";
		mark = "&#10003;";
	} else if (boot->end == BOOT_GOES_ON) {
		class = "e";
		mark = "&#8230;";
	}
	/* At the right edge there is no room behind it. */
	fprintf(b->out, "<text class=\"%s\" x=\"%.2f%%\" y=\"20\" dx=\"%s\"%s>"
	    "%s</text>", class, x, x > 97 ? "-3" : "3",
	    x > 97 ? " text-anchor=\"end\"" : "", mark);
}

static void
draw_boot(FILE *out, const struct stretch *s, const struct boot *boot)
{
	const int64_t begin_us = s->is_apart ? boot->begin_us : s->begin_us;
	struct bars b = bars_begin(out, begin_us, begin_us + s->length_us);

	b.boot_end_us = boot->end_us;
	fprintf(out, "<line class=\"own\" x1=\"%.2f%%\" x2=\"%.2f%%\" "
	    "y1=\"15\" y2=\"15\"/>", bars_place(&b, boot->begin_us),
	    bars_place(&b, boot->end_us));
	gap_each(boot, draw_waiting, &b);
	for (size_t i = 0; i < boot->n; i++)
		bars_add(&b, &boot->happening[i]);
	bars_end(&b);
	draw_end(&b, boot);
}

void
timeline_row(FILE *out, const struct stretch *s, size_t number,
    const struct boot *const *boot, size_t n, const char *name)
{
	fputs("<svg role=\"img\"><title>Time line of ", out);
	html_text(out, name);
	fprintf(out, "</title><use href=\"#g%zu\"/>", number);
	for (size_t i = 0; i < n; i++)
		draw_boot(out, s, boot[i]);
	fputs("</svg>", out);
}
