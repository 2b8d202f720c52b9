/*
 * File names come from whoever asks for them: nothing in them may reach the
 * terminal but characters with a width of their own. Marks that join others,
 * and those that turn the direction of a line around, have none.
 */
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "mkbootroot/see/glyph.h"

static void
as_octal(const char *text, struct glyph *g)
{
	g->n = 1;
	g->columns = 4;
	g->shown_n = 4;
	snprintf(g->shown, sizeof(g->shown), "\\%03o",
	    (unsigned)(unsigned char)text[0]);
}

void
glyph_next(const char *text, size_t n, struct glyph *g)
{
	mbstate_t state = { 0 };
	wchar_t wide;
	size_t taken;
	int columns;

	if (text[0] >= ' ' && text[0] <= '~') {
		*g = (struct glyph){ .n = 1, .columns = 1, .shown_n = 1,
		    .shown = { text[0] } };
		return;
	}
	taken = mbrtowc(&wide, text, n, &state);
	if (taken == 0 || taken > n || taken >= sizeof(g->shown) ||
	    (columns = wcwidth(wide)) < 1) {
		as_octal(text, g);
		return;
	}
	g->n = g->shown_n = taken;
	g->columns = (unsigned)columns;
	memcpy(g->shown, text, taken);
	g->shown[taken] = '\0';
}

unsigned
glyph_columns(const char *text, size_t n)
{
	struct glyph g;
	unsigned columns = 0;

	for (; n > 0; text += g.n, n -= g.n) {
		glyph_next(text, n, &g);
		columns += g.columns;
	}
	return columns;
}
