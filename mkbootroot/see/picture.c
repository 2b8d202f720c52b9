/*
 * Lines are filled from left to right, and what does not fit is left out.
 */
#include <string.h>

#include "mkbootroot/see/glyph.h"
#include "mkbootroot/see/picture.h"

void
picture_begin(struct picture *p, unsigned width, unsigned height)
{
	p->width = width < PICTURE_COLUMNS ? width : PICTURE_COLUMNS;
	p->height = height < PICTURE_LINES ? height : PICTURE_LINES;
	p->cursor = -1;
	for (unsigned i = 0; i < p->height; i++) {
		struct picture_line *l = &p->line[i];

		l->columns = 0;
		l->n = 0;
		l->runs = 0;
		l->is_chosen = 0;
		l->text[0] = '\0';
	}
}

/* The last run's tone goes on where there is no place for another one. */
static void
set_tone(struct picture_line *l, enum tone tone)
{
	if ((l->runs == 0 ? TONE_PLAIN : l->run[l->runs - 1].tone) == tone ||
	    l->runs == PICTURE_RUNS)
		return;
	l->run[l->runs].from = l->n;
	l->run[l->runs++].tone = (unsigned char)tone;
}

/* 0; -1: it does not fit. */
static int
put_glyph(struct picture_line *l, const struct glyph *g, unsigned end)
{
	if (g->columns > end - l->columns ||
	    g->shown_n >= sizeof(l->text) - l->n)
		return -1;
	memcpy(l->text + l->n, g->shown, g->shown_n);
	l->n = (unsigned short)(l->n + g->shown_n);
	l->text[l->n] = '\0';
	l->columns += g->columns;
	return 0;
}

static void
put_until(struct picture_line *l, const char *text, size_t n, unsigned end)
{
	struct glyph g;

	for (; n > 0; text += g.n, n -= g.n) {
		glyph_next(text, n, &g);
		if (put_glyph(l, &g, end) == -1)
			return;
	}
}

void
picture_put(const struct picture *p, struct picture_line *l, enum tone tone,
    const char *text, size_t n)
{
	set_tone(l, tone);
	put_until(l, text, n, p->width);
}

void
picture_text(const struct picture *p, struct picture_line *l, enum tone tone,
    const char *text)
{
	picture_put(p, l, tone, text, strlen(text));
}

void
picture_to(const struct picture *p, struct picture_line *l, unsigned column)
{
	const struct glyph blank = { .columns = 1, .shown_n = 1,
	    .shown = " " };

	if (column > p->width)
		column = p->width;
	while (l->columns < column && put_glyph(l, &blank, column) == 0)
		;
}

/* The mark of what is left out. */
static void
put_cut(const struct picture *p, struct picture_line *l, unsigned end)
{
	const struct glyph cut = { .columns = 1, .shown_n = p->wide ? 3 : 1,
	    .shown = "\xe2\x80\xa6" };
	const struct glyph ascii = { .columns = 1, .shown_n = 1,
	    .shown = "~" };

	(void)put_glyph(l, p->wide ? &cut : &ascii, end);
}

void
picture_more(const struct picture *p, struct picture_line *l)
{
	put_cut(p, l, p->width);
}

/* Passes over what stands before the last `columns` columns. */
static void
pass_over(const char **text, size_t *n, unsigned all, unsigned columns)
{
	struct glyph g;

	while (all > columns && *n > 0) {
		glyph_next(*text, *n, &g);
		*text += g.n;
		*n -= g.n;
		all -= g.columns;
	}
}

void
picture_cell(const struct picture *p, struct picture_line *l, enum tone tone,
    const char *text, size_t n, unsigned columns, int how)
{
	unsigned begin = l->columns, end, all = glyph_columns(text, n);

	if (columns == 0 || begin >= p->width)
		return;
	end = columns < p->width - begin ? begin + columns : p->width;
	columns = end - begin;
	if (how == PICTURE_RIGHT && all < columns)
		picture_to(p, l, end - all);
	set_tone(l, tone);
	if (all <= columns) {
		put_until(l, text, n, end);
	} else if (how == PICTURE_TAIL) {
		put_cut(p, l, end);
		pass_over(&text, &n, all, columns - 1);
		put_until(l, text, n, end);
	} else {
		put_until(l, text, n, end - 1);
		picture_to(p, l, end - 1);
		put_cut(p, l, end);
	}
	set_tone(l, TONE_PLAIN);
	picture_to(p, l, end + 1);
}

size_t
picture_wrap(const char *text, size_t n, unsigned columns)
{
	struct glyph g;
	unsigned used = 0;
	size_t i, blank = 0;

	for (i = 0; i < n; i += g.n) {
		glyph_next(text + i, n - i, &g);
		if (text[i] == ' ')
			blank = i + 1;
		else if (used + g.columns > columns)
			break;
		used += g.columns;
	}
	if (i == n)
		return n;
	if (blank > 0)
		return blank;
	return i > 0 ? i : g.n;
}
