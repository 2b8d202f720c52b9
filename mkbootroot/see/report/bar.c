/*
 * The bars and marks of one picture.
 */
#include "mkbootroot/see/report/amount.h"
#include "mkbootroot/see/report/bar.h"
#include "mkbootroot/see/report/html.h"
#include "mkbootroot/see/report/telling.h"

#define SMALL 0.3		/* per cent of the width: nobody sees what is in it */
#define NEAR 0.15

struct bars
bars_begin(FILE *out, int64_t begin_us, int64_t end_us)
{
	return (struct bars){ .out = out, .begin_us = begin_us,
	    .end_us = end_us > begin_us ? end_us : begin_us + 1 };
}

double
bars_place(const struct bars *b, int64_t us)
{
	if (us < b->begin_us)
		us = b->begin_us;
	if (us > b->end_us)
		us = b->end_us;
	return 100 * (double)(us - b->begin_us) /
	    (double)(b->end_us - b->begin_us);
}

/* How a file's bar looks: the letter of its class. */
static char
bar_look(const struct happening *e)
{
	if (e->kind != EVENT_SENT && e->kind != EVENT_RECEIVED)
		return 'f';
	switch (e->file_is) {
	case MACHINE_FILE_LOADER:
		return 'l';
	case MACHINE_FILE_CONFIGURATION:
	case MACHINE_FILE_ANSWERS:
		return 'c';
	case MACHINE_FILE_KERNEL:
		return 'k';
	case MACHINE_FILE_INITRD:
		return 'i';
	default:
		return 'o';
	}
}

static void
draw_files(struct bars *b)
{
	char bytes[AMOUNT_SIZE];
	const double x = bars_place(b, b->first->begin_us);

	fprintf(b->out, "<rect class=\"%c\" x=\"%.2f%%\" width=\"%.2f%%\">"
	    "<title>", b->look, x, bars_place(b, b->until_us) - x);
	if (b->n == 1)
		telling_file(b->out, b->first, 1);
	else
		fprintf(b->out, "%zu files, %s", b->n,
		    amount_bytes(bytes, b->bytes));
	fputs("</title></rect>", b->out);
	b->first = NULL;
}

static void
draw_refusals(struct bars *b)
{
	const double x = bars_place(b, b->refused->begin_us);

	fprintf(b->out, "<line class=\"m\" x1=\"%.2f%%\" x2=\"%.2f%%\" "
	    "y1=\"25\" y2=\"29\"><title>", x, x);
	if (b->refusals == 1)
		telling_trouble(b->out, b->refused, 1);
	else
		fprintf(b->out, "%zu names refused, which is normal",
		    b->refusals);
	fputs("</title></line>", b->out);
	b->refused = NULL;
}

static void
add_file(struct bars *b, const struct happening *e)
{
	const char look = bar_look(e);
	const double x = bars_place(b, e->begin_us);
	const double end = bars_place(b, e->end_us);

	if (b->first != NULL && (b->look != look || look == 'f' ||
	    x - bars_place(b, b->until_us) > NEAR ||
	    end - bars_place(b, b->first->begin_us) > SMALL))
		draw_files(b);
	if (b->first == NULL) {
		b->first = e;
		b->look = look;
		b->until_us = e->end_us;
		b->n = 0;
		b->bytes = 0;
	}
	b->n++;
	b->bytes += e->bytes;
	if (e->end_us > b->until_us)
		b->until_us = e->end_us;
}

static void
add_calm(struct bars *b, const struct happening *e)
{
	if (b->refused != NULL && bars_place(b, e->begin_us) -
	    bars_place(b, b->refused->begin_us) > SMALL)
		draw_refusals(b);
	if (b->refused == NULL) {
		b->refused = e;
		b->refusals = 0;
	}
	b->refusals++;
}

static void
draw_trouble(struct bars *b, const struct happening *e)
{
	fprintf(b->out, "<circle class=\"r\" cx=\"%.2f%%\" cy=\"3\" r=\"3\">"
	    "<title>", bars_place(b, e->end_us < b->boot_end_us ? e->end_us :
	    b->boot_end_us));
	telling_trouble(b->out, e, 1);
	fputs("</title></circle>", b->out);
}

void
bars_add(struct bars *b, const struct happening *e)
{
	if (happening_is_file(e))
		add_file(b, e);
	if (e->is_wrong && !e->is_calm)
		draw_trouble(b, e);
	else if (e->kind == EVENT_REFUSED)
		add_calm(b, e);
}

void
bars_end(struct bars *b)
{
	if (b->first != NULL)
		draw_files(b);
	if (b->refused != NULL)
		draw_refusals(b);
}
