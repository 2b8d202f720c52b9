/*
 * Lines that are not seen are counted, too.
 */
#include <string.h>

#include "mkbootroot/see/sheet.h"

void
sheet_begin(struct sheet *s, struct picture *p, unsigned from, unsigned end,
    size_t scrolled)
{
	*s = (struct sheet){ .picture = p, .from = from, .end = end,
	    .scrolled = scrolled };
}

struct picture_line *
sheet_line(struct sheet *s)
{
	const size_t at = s->n++;

	return at < s->scrolled || at - s->scrolled >= s->end - s->from ?
	    NULL : &s->picture->line[s->from + (at - s->scrolled)];
}

void
sheet_text(struct sheet *s, enum tone tone, unsigned indent, const char *text)
{
	const struct picture *p = s->picture;
	const unsigned width = p->width > indent ? p->width - indent : 1;
	size_t n = strlen(text), fit;
	struct picture_line *l;
	int is_first = 1;

	if (n == 0)
		(void)sheet_line(s);
	for (; n > 0; text += fit, n -= fit, is_first = 0) {
		fit = picture_wrap(text, n, is_first ? p->width : width);
		if ((l = sheet_line(s)) == NULL)
			continue;
		if (!is_first)
			picture_to(p, l, indent);
		picture_put(p, l, tone, text, fit);
	}
}

size_t
sheet_scrolls(const struct sheet *s)
{
	const size_t seen = s->end - s->from;

	return s->n > seen ? s->n - seen : 0;
}
