/*
 * Token by token. A comma is written when it is seen that something follows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/kea/keatext.h"

struct making {
	const char *text;
	size_t n, at;
	unsigned line;
	FILE *out;
	char last;		/* '[', ':' or 'v', a value; 0: nothing yet */
	int comma;		/* one is due */
	struct keatext *made;
};

/* The bytes of the comment at a place, without its end of line; 0: none. */
static size_t
comment(const char *s, size_t n)
{
	size_t i;

	if (n > 1 && s[0] == '/' && s[1] == '*') {
		for (i = 2; i + 1 < n; i++)
			if (s[i] == '*' && s[i + 1] == '/')
				return i + 2;
		return n;
	}
	if (n == 0 || (s[0] != '#' && (n < 2 || s[0] != '/' || s[1] != '/')))
		return 0;
	for (i = 0; i < n && s[i] != '\n'; i++)
		continue;
	return i;
}

/* The bytes of <?include "file"?>; 0: it is none. */
static size_t
include(const char *s, size_t n)
{
	if (n < 2 || s[0] != '<' || s[1] != '?')
		return 0;
	for (size_t i = 2; i + 1 < n; i++)
		if (s[i] == '?' && s[i + 1] == '>')
			return i + 2;
	return n;
}

static int
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' ||
	    c == '\f' || c == '\v';
}

/* The bytes of the string at a place, with its quotes. */
static size_t
string(const char *s, size_t n)
{
	size_t i;

	for (i = 1; i < n && s[i] != '"' && s[i] != '\n'; i++)
		i += s[i] == '\\' && i + 1 < n;
	return i < n && s[i] == '"' ? i + 1 : i < n ? i : n;
}

/* Whether a colon is the next that stands behind a place. */
static int
is_key(const struct making *m, size_t at)
{
	size_t more;

	while (at < m->n) {
		if (is_blank(m->text[at]))
			at++;
		else if ((more = comment(m->text + at, m->n - at)) > 0)
			at += more;
		else
			return m->text[at] == ':';
	}
	return 0;
}

static void
skip(struct making *m, size_t n)
{
	for (; n > 0; n--, m->at++)
		if (m->text[m->at] == '\n') {
			m->line++;
			putc('\n', m->out);
		}
}

static void
copy(struct making *m, size_t n)
{
	fwrite(m->text + m->at, 1, n, m->out);
	m->at += n;
}

/* The comma that is due before a value or a key. */
static void
begin(struct making *m)
{
	if (m->comma)
		putc(',', m->out);
	m->comma = 0;
	m->last = 'v';
}

static void
take_string(struct making *m)
{
	const size_t n = string(m->text + m->at, m->n - m->at);

	begin(m);
	if (n > 2 && is_key(m, m->at + n)) {
		fprintf(m->out, "\"#%.*s:%u,", (int)(n - 1),
		    m->text + m->at + 1, m->line);
	}
	copy(m, n);
}

static void
take_include(struct making *m, size_t n)
{
	if (m->made->includes < KEATEXT_INCLUDES)
		m->made->include[m->made->includes++] = m->line;
	if (m->last == ':') {
		begin(m);
		fputs("null", m->out);
	}
	skip(m, n);
}

static void
take_bare(struct making *m)
{
	size_t n = 0;

	begin(m);
	while (m->at + n < m->n && !is_blank(m->text[m->at + n]) &&
	    strchr("{}[]:,\"#/<", m->text[m->at + n]) == NULL)
		n++;
	copy(m, n > 0 ? n : 1);
}

static void
take(struct making *m)
{
	const char c = m->text[m->at];
	size_t n;

	if (is_blank(c))
		skip(m, 1);
	else if ((n = comment(m->text + m->at, m->n - m->at)) > 0)
		skip(m, n);
	else if ((n = include(m->text + m->at, m->n - m->at)) > 0)
		take_include(m, n);
	else if (c == '"')
		take_string(m);
	else if (c == ',') {
		m->comma = m->last == 'v';
		m->at++;
	} else if (c == '{' || c == '[') {
		begin(m);
		copy(m, 1);
		if (c == '{')
			fprintf(m->out, "\"#\":%u", m->line);
		m->comma = c == '{';
		m->last = c == '{' ? 'v' : '[';
	} else if (c == '}' || c == ']') {
		m->comma = 0;
		m->last = 'v';
		copy(m, 1);
	} else if (c == ':') {
		m->last = ':';
		m->comma = 0;
		copy(m, 1);
	} else
		take_bare(m);
}

void
keatext_make(const char *text, size_t n, struct keatext *t)
{
	struct making m = { .text = text, .n = n, .line = 1, .made = t };

	memset(t, 0, sizeof(*t));
	if ((m.out = open_memstream(&t->json, &t->n)) == NULL)
		return;
	while (m.at < m.n)
		take(&m);
	if (fclose(m.out) == 0)
		return;
	free(t->json);
	t->json = NULL;
}
