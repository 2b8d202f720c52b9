/*
 * One element of the regular expression after the other, with what repeats
 * it: a dot may be repeated, anything else as often as a number says.
 */
#include <stdio.h>
#include <string.h>

#include "map/pattern.h"
#include "mkbootroot/foreign/tftphpa/hpapattern.h"

struct out {
	char *buf;
	size_t size, n;
	int full;
	int at_begin, at_end;	/* anchors */
};

/* Bytes that have a meaning in a pattern, wherever they stand. */
static const char special[] = "*?[()$";

static void
write_bytes(struct out *o, const char *s, size_t n)
{
	if (n >= o->size - o->n) {
		o->full = 1;
		return;
	}
	memcpy(o->buf + o->n, s, n);
	o->n += n;
	o->buf[o->n] = '\0';
}

/* The bytes of an element: a byte, an escaped one, a bracket; 0: broken. */
static size_t
element(const char *s, size_t n)
{
	if (*s == '[')
		return pattern_class(s, n);
	if (*s == '\\')
		return n < 2 ? 0 : 2;
	return 1;
}

/* Whether brackets have one of [:digit:], [.x.] and [=x=] in them. */
static int
has_named_class(const char *s, size_t n)
{
	for (size_t i = 1; i + 1 < n; i++)
		if (s[i] == '[' && strchr(":.=", s[i + 1]) != NULL)
			return 1;
	return 0;
}

static int
is_letter_or_digit(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z');
}

/* An element that stands for one byte of the name, as a pattern has it. */
static const char *
one_byte(const char *s, size_t n, char text[64], size_t *text_n)
{
	char c = *s == '\\' ? s[1] : *s;

	if (*s == '[') {
		if (has_named_class(s, n))
			return "has a named class in its brackets";
		if (n > 63)
			return "has very long brackets";
		memcpy(text, s, n);
		*text_n = n;
		return NULL;
	}
	if (*s == '\\' && is_letter_or_digit(c))
		return "has an escape that is no plain character";
	if (*s == '.')
		*text_n = (size_t)snprintf(text, 64, "?");
	else if (strchr(special, c) != NULL)
		*text_n = (size_t)snprintf(text, 64, "[%c]", c);
	else
		*text_n = (size_t)snprintf(text, 64, "%c", c);
	return NULL;
}

/* "{4}": the number, and *n is its bytes; 0: it is no such thing. */
static unsigned
times(const char *s, size_t n, size_t *used)
{
	unsigned number = 0;
	size_t i;

	for (i = 1; i < n && i < 4 && s[i] >= '0' && s[i] <= '9'; i++)
		number = number * 10 + (unsigned)(s[i] - '0');
	if (i == 1 || i >= n || s[i] != '}')
		return 0;
	*used = i + 1;
	return number;
}

/* What repeats the element behind it; *used is its bytes. */
static const char *
repeat(struct out *o, const char *text, size_t text_n, const char *s, size_t n,
    size_t *used)
{
	unsigned number = 1;

	*used = 0;
	if (n > 0 && *text == '?' && (*s == '*' || *s == '+')) {
		write_bytes(o, *s == '*' ? "*" : "?*", *s == '*' ? 1 : 2);
		*used = 1;
	} else {
		if (n > 0 && strchr("*+?", *s) != NULL)
			return "repeats more than a dot";
		if (n > 0 && *s == '{' && (number = times(s, n, used)) == 0)
			return "repeats with a range";
		while (number-- > 0)
			write_bytes(o, text, text_n);
	}
	return *used > 0 && *used < n && strchr("*+?{", s[*used]) != NULL ?
	    "repeats what is repeated" : NULL;
}

/* Whether only groups begin before a place, or only groups end from it on. */
static int
is_outermost(const char *regex, size_t at, size_t n)
{
	const size_t first = regex[at] == '^' ? 0 : at;
	const size_t end = regex[at] == '^' ? at : n;

	for (size_t i = first; i < end; i++)
		if (strchr(regex[at] == '^' ? "(^" : ")$", regex[i]) == NULL)
			return 0;
	return 1;
}

/*
 * An anchor, a group's end or beginning. 1: written, or it is an anchor, which
 * a pattern has outside of all groups; 0: it is none of them.
 */
static int
mark(struct out *o, const char *regex, size_t at, size_t n,
    const char **reason)
{
	const char c = regex[at];

	*reason = NULL;
	if ((c == '^' || c == '$') && is_outermost(regex, at, n)) {
		o->at_begin |= c == '^';
		o->at_end |= c == '$';
		return 1;
	}
	if (c == '^' || c == '$')
		*reason = "has an anchor inside";
	else if (c == '|')
		*reason = "has alternatives";
	else if (strchr("*+?{", c) != NULL)
		*reason = "repeats nothing";
	else if (c == ')' && at + 1 < n &&
	    strchr("*+?{", regex[at + 1]) != NULL)
		*reason = "repeats a group";
	else if (c != '(' && c != ')')
		return 0;
	write_bytes(o, &c, 1);
	return 1;
}

const char *
hpapattern(const char *regex, size_t n, char *buf, size_t size)
{
	struct out o = { .buf = buf, .size = size };
	const char *reason = NULL;
	char text[64];
	size_t at, more, text_n, used;

	/* The ^ that may come before all that is written. */
	buf[o.n++] = '^';
	buf[o.n] = '\0';
	for (at = 0; at < n && reason == NULL; at += more) {
		more = 1;
		if (mark(&o, regex, at, n, &reason))
			continue;
		if ((more = element(regex + at, n - at)) == 0)
			return "is no regular expression: it ends too soon";
		if ((reason = one_byte(regex + at, more, text, &text_n)) ==
		    NULL)
			reason = repeat(&o, text, text_n, regex + at + more,
			    n - at - more, &used);
		more += reason == NULL ? used : 0;
	}
	if (o.at_end)
		write_bytes(&o, "$", 1);
	if (reason == NULL && o.full)
		return "is too long for a pattern";
	/* An empty one matches every name, as ^ does. */
	if (o.at_begin || o.n == 1)
		return reason;
	memmove(buf, buf + 1, o.n);
	return reason == NULL && buf[0] == '^' ?
	    "begins with a ^ that stands for itself" : reason;
}

size_t
hpapattern_alternative(const char *regex, size_t n)
{
	size_t at, more, depth = 0;

	for (at = 0; at < n; at += more) {
		if ((more = element(regex + at, n - at)) == 0)
			return n;
		if (regex[at] == '|' && depth == 0)
			return at;
		depth += regex[at] == '(';
		depth -= regex[at] == ')' && depth > 0;
	}
	return n;
}
