/*
 * Lines of SBAT: component, generation, vendor, package, version, address.
 * Those of a level end behind the generation, but for the first, which has
 * its date.
 */
#include <bsd/stdlib.h>
#include <string.h>

#include "efi/sbat.h"

#define VERSION_WORD 4

/* One word into a text; 0, or -1: it is empty or does not fit. */
static int
take_word(const char *word, size_t n, char *buf, size_t size)
{
	if (n == 0 || n >= size)
		return -1;
	memcpy(buf, word, n);
	buf[n] = '\0';
	return 0;
}

/* Whether all of a text can be shown as it is. */
static int
is_visible(const char *s)
{
	for (; *s != '\0'; s++)
		if (*s <= ' ' || *s > '~')
			return 0;
	return 1;
}

static void
take_line(const char *line, size_t n, struct sbat *s)
{
	struct sbat_entry *e = &s->entry[s->n];
	const char *error = NULL;
	char number[12];
	size_t word, part, at = 0;

	memset(e, 0, sizeof(*e));
	for (word = 0; at <= n && word <= VERSION_WORD; word++) {
		const char *comma = memchr(line + at, ',', n - at);

		part = comma == NULL ? n - at : (size_t)(comma - line) - at;
		if (word == 0 && take_word(line, part, e->component,
		    sizeof(e->component)) == -1)
			return;
		if (word == 1) {
			if (take_word(line + at, part, number,
			    sizeof(number)) == -1)
				return;
			e->generation = (unsigned)strtonum(number, 0, 65535,
			    &error);
			if (error != NULL)
				return;
		}
		if (word == VERSION_WORD)
			(void)take_word(line + at, part, e->version,
			    sizeof(e->version));
		at += part + 1;
	}
	if (!is_visible(e->version))
		e->version[0] = '\0';
	s->n += word > 1 && is_visible(e->component);
}

void
sbat_parse(const char *text, size_t n, struct sbat *s)
{
	const char *end;
	size_t line_n;

	s->n = 0;
	n = strnlen(text, n);
	while (n > 0 && s->n < SBAT_ENTRIES) {
		end = memchr(text, '\n', n);
		line_n = end == NULL ? n : (size_t)(end - text);
		take_line(text, line_n, s);
		if (end == NULL)
			return;
		text += line_n + 1;
		n -= line_n + 1;
	}
}

const struct sbat_entry *
sbat_find(const struct sbat *s, const char *component)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (strcmp(s->entry[i].component, component) == 0)
			return &s->entry[i];
	return NULL;
}

const struct sbat_entry *
sbat_refused(const struct sbat *level, const struct sbat *program)
{
	const struct sbat_entry *known;
	size_t i;

	for (i = 0; i < program->n; i++) {
		known = sbat_find(level, program->entry[i].component);
		if (known != NULL &&
		    program->entry[i].generation < known->generation)
			return &program->entry[i];
	}
	return NULL;
}
