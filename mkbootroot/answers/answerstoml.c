/*
 * TOML, toml.io version 1.0, as far as it is looked at here: tables, keys, the ends
 * of strings and brackets, and what else a value may begin with. Keys that are there
 * twice are not found. Debian has no library for C that reads it.
 */
#include <string.h>

#include "mkbootroot/answers/answerscheck.h"

struct toml {
	const char *s, *end;
	unsigned line;
	const char *why;	/* the first mistake */
	unsigned why_line;
	int has_global;
	/* What is looked for in front of all tables, or NULL. */
	const char *key, *text;
	int in_table, is_text;
};

static int
fail(struct toml *t, unsigned line, const char *why)
{
	if (t->why == NULL) {
		t->why = why;
		t->why_line = line;
	}
	return -1;
}

static void
skip_blanks(struct toml *t)
{
	while (t->s < t->end && (*t->s == ' ' || *t->s == '\t'))
		t->s++;
}

static void
skip_comment(struct toml *t)
{
	if (t->s < t->end && *t->s == '#')
		while (t->s < t->end && *t->s != '\n')
			t->s++;
}

/* Blanks, comments and ends of lines, where an array may have them. */
static void
skip_space(struct toml *t)
{
	for (;;) {
		skip_blanks(t);
		skip_comment(t);
		if (t->s < t->end && *t->s == '\r')
			t->s++;
		if (t->s == t->end || *t->s != '\n')
			return;
		t->s++;
		t->line++;
	}
}

static int
is_at(const struct toml *t, const char *word)
{
	const size_t n = strlen(word);

	return (size_t)(t->end - t->s) >= n && memcmp(t->s, word, n) == 0;
}

/* A string of one line, or of several between three quotes. */
static int
take_string(struct toml *t)
{
	const char quote = *t->s;
	const char three[4] = {quote, quote, quote, '\0'};
	const unsigned line = t->line;
	const int is_long = is_at(t, three);

	for (t->s += is_long ? 3 : 1; t->s < t->end; t->s++) {
		if (is_long ? is_at(t, three) : *t->s == quote) {
			t->s += is_long ? 3 : 1;
			/* One more quote or two may stand before the end. */
			while (is_long && t->s < t->end && *t->s == quote)
				t->s++;
			return 0;
		}
		if (*t->s == '\n' && !is_long)
			break;
		t->line += *t->s == '\n';
		if (*t->s == '\\' && quote == '"' && t->end - t->s > 1) {
			t->s++;
			t->line += *t->s == '\n';
		}
	}
	return fail(t, line, "not TOML: a string does not end");
}

static int
is_bare(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/* "a.b.'c d'" */
static int
take_key(struct toml *t)
{
	const char *begin;

	for (;;) {
		skip_blanks(t);
		begin = t->s;
		if (t->s < t->end && (*t->s == '"' || *t->s == '\'')) {
			if (take_string(t) == -1)
				return -1;
		} else
			while (t->s < t->end && is_bare(*t->s))
				t->s++;
		if (t->s == begin)
			return fail(t, t->line, "not TOML: a key is missing");
		skip_blanks(t);
		if (t->s == t->end || *t->s != '.')
			return 0;
		t->s++;
	}
}

/* true, a number, a date: no blank but that between date and time. */
static int
take_plain(struct toml *t)
{
	const char *begin = t->s;
	size_t n;

	while (t->s < t->end && (is_bare(*t->s) || strchr("+.:", *t->s) != NULL))
		t->s++;
	n = (size_t)(t->s - begin);
	if (n == 0)
		return fail(t, t->line, "not TOML: a value is missing");
	if ((n == 4 && memcmp(begin, "true", 4) == 0) ||
	    (n == 5 && memcmp(begin, "false", 5) == 0))
		return 0;
	if (*begin == '+' || *begin == '-')
		begin++;
	if ((*begin >= '0' && *begin <= '9') || strncmp(begin, "inf", 3) == 0 ||
	    strncmp(begin, "nan", 3) == 0)
		return 0;
	return fail(t, t->line, "not TOML: a text needs quotes");
}

/* What may stand in each other: no deeper than anybody writes it. */
#define DEPTH_MAX 32

static int take_pair(struct toml *t, unsigned depth);

static int
take_value(struct toml *t, unsigned depth)
{
	const unsigned line = t->line;
	char close;

	if (depth == DEPTH_MAX)
		return fail(t, t->line, "too many brackets in each other");
	skip_blanks(t);
	if (t->s == t->end)
		return fail(t, t->line, "not TOML: a value is missing");
	if (*t->s == '"' || *t->s == '\'')
		return take_string(t);
	if (*t->s != '[' && *t->s != '{')
		return take_plain(t);
	close = *t->s++ == '[' ? ']' : '}';
	for (;;) {
		skip_space(t);
		if (t->s < t->end && *t->s == close) {
			t->s++;
			return 0;
		}
		if (t->s == t->end)
			return fail(t, line, "not TOML: a bracket is not "
			    "closed");
		if ((close == ']' ? take_value(t, depth + 1) :
		    take_pair(t, depth + 1)) == -1)
			return -1;
		skip_space(t);
		if (t->s < t->end && *t->s == ',')
			t->s++;
		else if (t->s < t->end && *t->s != close)
			return fail(t, t->line, "not TOML: a comma is missing");
	}
}

/* Whether bytes are a word, as it is or in quotes of one line. */
static int
is_word(const char *s, const char *end, const char *word)
{
	const size_t n = strlen(word);

	while (end > s && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	if (end - s > 1 && (*s == '"' || *s == '\'') && end[-1] == *s) {
		s++;
		end--;
	}
	return (size_t)(end - s) == n && memcmp(s, word, n) == 0;
}

static int
take_pair(struct toml *t, unsigned depth)
{
	const char *key = t->s, *value;
	int is_key;

	if (take_key(t) == -1)
		return -1;
	is_key = t->key != NULL && depth == 0 && !t->in_table &&
	    is_word(key, t->s, t->key);
	if (t->s == t->end || *t->s != '=')
		return fail(t, t->line, "not TOML: there is no = behind a key");
	t->s++;
	skip_blanks(t);
	value = t->s;
	if (take_value(t, depth) == -1)
		return -1;
	if (is_key)
		t->is_text = is_word(value, t->s, t->text);
	return 0;
}

/* "[global]" and "[[x]]" */
static int
take_table(struct toml *t)
{
	const int twice = is_at(t, "[[");

	t->in_table = 1;
	t->has_global |= is_at(t, "[global]");
	t->s += twice ? 2 : 1;
	if (take_key(t) == -1)
		return -1;
	if (!is_at(t, twice ? "]]" : "]"))
		return fail(t, t->line, "not TOML: the name of a table does "
		    "not end");
	t->s += twice ? 2 : 1;
	return 0;
}

static void
take_all(struct toml *t)
{
	for (;;) {
		skip_space(t);
		if (t->s == t->end)
			break;
		if ((*t->s == '[' ? take_table(t) : take_pair(t, 0)) == -1)
			break;
		skip_blanks(t);
		skip_comment(t);
		if (t->s < t->end && *t->s != '\n' && *t->s != '\r') {
			fail(t, t->line, "not TOML: there is text behind the "
			    "value");
			break;
		}
	}
}

void
answers_check_toml(const char *bytes, size_t n, answers_say *say, void *arg)
{
	struct toml t = {.s = bytes, .end = bytes + n, .line = 1};

	take_all(&t);
	if (t.why == NULL && !t.has_global)
		fail(&t, 0, "there is no [global], which Proxmox's installer "
		    "wants");
	if (t.why != NULL)
		say(arg, ANSWERS_WRONG, t.why_line, t.why);
}

int
answers_toml_is(const char *bytes, size_t n, const char *key, const char *text)
{
	struct toml t = {.s = bytes, .end = bytes + n, .line = 1, .key = key,
	    .text = text};

	take_all(&t);
	return t.why == NULL && t.is_text;
}
