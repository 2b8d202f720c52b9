/*
 * Text as HTML.
 */
#include <stddef.h>
#include <string.h>

#include "mkbootroot/see/report/html.h"

/*
 * The character that begins at p, which has a NUL behind it: its length, its
 * code in *code; 0: it is not UTF-8 (RFC 3629: the shortest form, no
 * surrogates).
 */
static size_t
character(const unsigned char *p, unsigned long *code)
{
	static const unsigned long least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const size_t n = p[0] < 0x80 ? 1 : p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 :
	    p[0] < 0xf0 ? 3 : p[0] < 0xf5 ? 4 : 0;

	*code = n <= 1 ? p[0] : p[0] & (0xffU >> (n + 1));
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		*code = *code << 6 | (p[i] & 0x3fU);
	}
	if (n > 1 && (*code < least[n] || *code > 0x10ffff ||
	    (*code >= 0xd800 && *code <= 0xdfff)))
		return 0;
	return n;
}

/*
 * Whether a character would be invisible, or would turn or hide what stands
 * around it: controls, marks of direction, fillers, what is for private use,
 * no characters.
 */
static int
is_unseen(unsigned long code)
{
	static const struct {
		unsigned long first, last;
	} unseen[] = {
		{ 0, 0x1f }, { 0x7f, 0xa0 }, { 0xad, 0xad }, { 0x34f, 0x34f },
		{ 0x61c, 0x61c }, { 0x115f, 0x1160 }, { 0x17b4, 0x17b5 },
		{ 0x180b, 0x180f }, { 0x2000, 0x200f }, { 0x2028, 0x202f },
		{ 0x205f, 0x206f }, { 0x3000, 0x3000 }, { 0x3164, 0x3164 },
		{ 0xe000, 0xf8ff }, { 0xfdd0, 0xfdef }, { 0xfe00, 0xfe0f },
		{ 0xfeff, 0xfeff }, { 0xffa0, 0xffa0 }, { 0xfff0, 0xfffb },
		{ 0xfffe, 0xffff }, { 0x1bca0, 0x1bca3 }, { 0x1d173, 0x1d17a },
		{ 0xe0000, 0x10ffff }
	};

	if (code >= ' ' && code < 0x7f)	/* nearly all */
		return 0;
	for (size_t i = 0; i < sizeof(unseen) / sizeof(unseen[0]); i++)
		if (code >= unseen[i].first && code <= unseen[i].last)
			return 1;
	return 0;
}

static void
put(FILE *out, const char *text, int marked)
{
	const unsigned char *p = (const unsigned char *)text;
	unsigned long code;
	int in_code = 0;
	size_t n;

	for (; *p != '\0'; p += n == 0 ? 1 : n) {
		n = character(p, &code);
		if (n == 0 || (n == 1 && is_unseen(code)))
			fprintf(out, "\\%03o", *p);
		else if (is_unseen(code))
			fprintf(out, "\\u%04lx", code);
		else if (*p == '<')
			fputs("&lt;", out);
		else if (*p == '>')
			fputs("&gt;", out);
		else if (*p == '&')
			fputs("&amp;", out);
		else if (*p == '"')
			fputs("&quot;", out);
		else if (*p == '\'')
			fputs("&#39;", out);
		else if (*p == '`' && marked)
			fputs((in_code = !in_code) ? "<code>" : "</code>", out);
		else
			fwrite(p, 1, n, out);
	}
	if (in_code)
		fputs("</code>", out);
}

void
html_text(FILE *out, const char *text)
{
	put(out, text, 0);
}

void
html_marked(FILE *out, const char *text)
{
	put(out, text, 1);
}
