/*
 * The lines of a head, and lists in them. What a client wrote is either as the
 * standard has it or refused: what two readers understand differently is how
 * requests are smuggled past one of them.
 */
#include <string.h>
#include <strings.h>

#include "httpd/fields.h"

static int
is_token_byte(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z') ||
	    (c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

static int
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

int
piece_is_token(const struct piece *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (!is_token_byte(p->bytes[i]))
			return 0;
	return p->n > 0;
}

int
piece_is(const struct piece *p, const char *word)
{
	return p->n == strlen(word) && strncasecmp(p->bytes, word, p->n) == 0;
}

/* Without the blanks at both ends. */
static struct piece
trimmed(const char *bytes, size_t n)
{
	for (; n > 0 && is_blank(*bytes); n--)
		bytes++;
	while (n > 0 && is_blank(bytes[n - 1]))
		n--;
	return (struct piece){bytes, n};
}

/*
 * One line without its CRLF: 1, or 0 where it is none. A blank before the colon
 * is refused (RFC 9112 section 5.1), and so is a line that goes on with the one
 * before it (section 5.2): neither begins with a token and a colon.
 */
static int
split(const char *line, size_t n, struct piece *name, struct piece *value)
{
	const char *colon = memchr(line, ':', n);
	size_t name_n;

	if (colon == NULL)
		return 0;
	name_n = (size_t)(colon - line);
	*name = (struct piece){line, name_n};
	*value = trimmed(colon + 1, n - name_n - 1);
	return piece_is_token(name);
}

/* The line at pos, without its CRLF: its bytes, or -1 where it has no end. */
static int
line_at(const struct fields *f, size_t pos, size_t *n)
{
	const char *end = memmem(f->bytes + pos, f->n - pos, "\r\n", 2);

	if (end == NULL)
		return -1;
	*n = (size_t)(end - (f->bytes + pos));
	return 0;
}

/* No control bytes but tabs (RFC 9110 section 5.5). */
static int
is_text(const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (((unsigned char)bytes[i] < ' ' && bytes[i] != '\t') ||
		    bytes[i] == 0x7f)
			return 0;
	return 1;
}

int
fields_are_good(const char *bytes, size_t n)
{
	struct fields f = {bytes, n};
	struct piece name, value;
	size_t line_n;

	for (size_t pos = 0; pos < n; pos += line_n + 2)
		if (line_at(&f, pos, &line_n) == -1 ||
		    !is_text(bytes + pos, line_n) ||
		    !split(bytes + pos, line_n, &name, &value))
			return 0;
	return 1;
}

int
fields_next(const struct fields *f, size_t *pos, const char *name,
    struct piece *value)
{
	struct piece found;
	size_t line_n;

	while (*pos < f->n && line_at(f, *pos, &line_n) == 0) {
		const char *line = f->bytes + *pos;

		*pos += line_n + 2;
		if (split(line, line_n, &found, value) &&
		    piece_is(&found, name))
			return 1;
	}
	return 0;
}

size_t
fields_value(const struct fields *f, const char *name, struct piece *value)
{
	struct piece other;
	size_t pos = 0, times;

	if (!fields_next(f, &pos, name, value))
		return 0;
	for (times = 1; fields_next(f, &pos, name, &other); times++)
		continue;
	return times;
}

/* Where the element ends that begins at pos: its comma, or the end. */
static size_t
element_end(const struct piece *list, size_t pos)
{
	int quoted = 0;

	for (; pos < list->n; pos++) {
		if (list->bytes[pos] == '"')
			quoted = !quoted;
		else if (list->bytes[pos] == ',' && !quoted)
			break;
	}
	return pos;
}

int
piece_element(const struct piece *list, size_t *pos, struct piece *element)
{
	while (*pos < list->n) {
		size_t end = element_end(list, *pos);

		*element = trimmed(list->bytes + *pos, end - *pos);
		*pos = end < list->n ? end + 1 : end;
		if (element->n > 0)
			return 1;
	}
	return 0;
}
