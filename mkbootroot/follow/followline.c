/*
 * The key is parsed as a line with no name and no words, so that both are compared as
 * the map has them, and not as somebody wrote them.
 */
#include <string.h>

#include "mkbootroot/follow/followline.h"
#include "mkbootroot/text/mapfile.h"
#include "mkbootroot/text/mapline.h"

#define KEY_MAX 128		/* "image " and 63, "uuid:" and 36 */

struct parsed {
	unsigned char key[MAP_KEY_MAX];
	size_t key_n;
	char name[MAP_KEY_MAX];
	int known;
};

/* What the compiler says of the line is said again when it is compiled. */
static void
parse(struct parsed *p, const char *line, size_t n)
{
	char text[MAPFILE_LINE_MAX + 1];
	struct mistakes mistakes = { 0 };
	struct draft d = { .mistakes = &mistakes, .line = 1,
	    .subject = SUBJECT_UNKNOWN };
	struct record r;
	struct field f;

	memcpy(text, line, n);
	p->name[0] = '\0';
	d.n = 0;
	p->known = mapline_parse(&d, text, n, p->key, &p->key_n);
	r = draft_record(&d);
	if (p->known && record_field(&r, FIELD_NAME, &f) &&
	    f.n < sizeof(p->name))
		memcpy(p->name, f.text, f.n + 1);
	mistakes_free(&mistakes);
}

static int
is_printable(const char *s, size_t n)
{
	for (; n > 0; s++, n--)
		if (*s <= ' ' || *s > '~')
			return 0;
	return 1;
}

static int
agree(const char *key, size_t n, const struct parsed *line)
{
	static const char *const kinds[] = { "net/", "image/", "group/" };
	char who[KEY_MAX + 4];
	struct parsed own;
	size_t i;

	if (strcmp(key, line->name) == 0)
		return 1;
	if (strncmp(key, "remap/", 6) == 0)
		return line->key[0] == MAP_KEY_REMAP;
	memcpy(who, key, n);
	memcpy(who + n, " -", 3);
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strncmp(who, kinds[i], strlen(kinds[i])) == 0)
			who[strlen(kinds[i]) - 1] = ' ';
	parse(&own, who, n + 2);
	return own.known && own.key_n == line->key_n &&
	    memcmp(own.key, line->key, own.key_n) == 0;
}

const char *
followline_wrong(const char *key, size_t key_n, const char *line,
    size_t line_n)
{
	const size_t blank = strspn(line, " \t");
	struct parsed of_line;

	if (key_n == 0 || key_n > KEY_MAX || !is_printable(key, key_n))
		return "this key is of nobody: it is WHO or NAME of its line";
	if (line_n > MAPFILE_LINE_MAX)
		return "the line is too long";
	if (memchr(line, '\n', line_n) != NULL)
		return "it holds more than one line";
	if (blank == line_n)
		return "it holds no line: delete the key, or make it a comment";
	if (line[blank] == '#')
		return NULL;
	parse(&of_line, line, line_n);
	/* The compiler says what is wrong with it. */
	if (!of_line.known || agree(key, key_n, &of_line))
		return NULL;
	return "it holds a line of somebody else: the key is neither its WHO "
	    "nor its NAME";
}
