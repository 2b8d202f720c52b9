/*
 * A pattern is cut at its stars into pieces of a fixed width. The first
 * piece is put where it fits first: if the others do not fit behind it there,
 * they fit behind no later place. The others are then put where they fit
 * last, from the last one to the second, which makes every star as long as it
 * can be. So each piece is moved over the name once.
 */
#include <ctype.h>
#include <string.h>

#include "map/pattern.h"

struct piece {
	const char *s;
	size_t n;		/* bytes of the pattern */
	size_t width;		/* bytes of a name */
	size_t at;		/* where it was put */
};

struct pieces {
	struct piece piece[PATTERN_STARS + 1];
	size_t n;
	int at_begin, at_end;	/* ^ and $ */
};

size_t
pattern_class(const char *s, size_t n)
{
	size_t i = 1;

	if (i < n && s[i] == '^')
		i++;
	if (i < n && s[i] == ']')
		i++;
	while (i < n && s[i] != ']')
		i++;
	return i < n ? i + 1 : 0;
}

/* The bytes of the element that begins at s: a class, or one. */
static size_t
element(const char *s, size_t n)
{
	size_t class = *s == '[' ? pattern_class(s, n) : 0;

	return class > 0 ? class : 1;
}

static int
is_mark(char c)
{
	return c == '(' || c == ')';
}

/* Whether a class without its brackets and its ^ has c. */
static int
has(const char *s, size_t n, unsigned char c)
{
	unsigned char low, high;
	size_t i = 0;

	while (i < n) {
		low = high = (unsigned char)s[i];
		if (n - i > 2 && s[i + 1] == '-') {
			high = (unsigned char)s[i + 2];
			i += 2;
		}
		i++;
		if (low <= c && c <= high)
			return 1;
	}
	return 0;
}

static int
element_matches(const char *s, size_t n, int nocase, unsigned char c)
{
	unsigned char lower = (unsigned char)tolower(c);
	unsigned char upper = (unsigned char)toupper(c);
	int negated;

	if (n == 1 && *s == '?')
		return 1;
	if (n == 1)
		return nocase ? tolower((unsigned char)*s) == lower :
		    (unsigned char)*s == c;
	negated = s[1] == '^';
	s += 1 + negated;
	n -= (size_t)(2 + negated);
	return negated != (has(s, n, c) || (nocase && (has(s, n, lower) ||
	    has(s, n, upper))));
}

static void
cut(const char *pattern, struct pieces *p)
{
	size_t n = strlen(pattern), at, more;

	memset(p, 0, sizeof(*p));
	p->at_begin = *pattern == '^';
	pattern += p->at_begin;
	n -= (size_t)p->at_begin;
	p->at_end = n > 0 && pattern[n - 1] == '$';
	n -= (size_t)p->at_end;
	p->piece[0].s = pattern;
	p->n = 1;
	for (at = 0; at < n; at += more) {
		more = element(pattern + at, n - at);
		if (pattern[at] == '*' && p->n <= PATTERN_STARS) {
			p->piece[p->n++].s = pattern + at + 1;
			continue;
		}
		p->piece[p->n - 1].n += more;
		p->piece[p->n - 1].width += !is_mark(pattern[at]);
	}
}

static int
fits(const struct piece *p, int nocase, const char *name)
{
	size_t at, more;

	for (at = 0; at < p->n; at += more) {
		more = element(p->s + at, p->n - at);
		if (!is_mark(p->s[at]) && !element_matches(p->s + at, more,
		    nocase, (unsigned char)*name++))
			return 0;
	}
	return 1;
}

/* Puts a piece at its first place in [from, end). */
static int
put_first(struct piece *p, int nocase, const char *name, size_t from,
    size_t end)
{
	for (p->at = from; p->at <= end && end - p->at >= p->width; p->at++)
		if (fits(p, nocase, name + p->at))
			return 1;
	return 0;
}

/* Puts it at its last place there. */
static int
put_last(struct piece *p, int nocase, const char *name, size_t from,
    size_t end)
{
	if (from > end || end - from < p->width)
		return 0;
	for (p->at = end - p->width;; p->at--) {
		if (fits(p, nocase, name + p->at))
			return 1;
		if (p->at == from)
			return 0;
	}
}

/* Puts a piece at one place only, if it fits there. */
static int
put_at(struct piece *p, int nocase, const char *name, size_t at, size_t end)
{
	p->at = at;
	return at <= end && end - at >= p->width &&
	    fits(p, nocase, name + at);
}

static int
put(struct pieces *p, int nocase, const char *name, size_t n, size_t from)
{
	struct piece *first = &p->piece[0], *last = &p->piece[p->n - 1];
	size_t behind, end = n, i;

	if (p->at_begin && from > 0)
		return 0;
	if (p->n == 1 && p->at_end && (n < first->width ||
	    n - first->width < from || (p->at_begin && n > first->width)))
		return 0;
	if (p->n == 1 && p->at_end)
		return put_at(first, nocase, name, n - first->width, n);
	if (p->at_begin ? !put_at(first, nocase, name, 0, n) :
	    !put_first(first, nocase, name, from, n))
		return 0;
	behind = first->at + first->width;
	if (p->n > 1 && p->at_end && (n - behind < last->width ||
	    !put_at(last, nocase, name, n - last->width, n)))
		return 0;
	if (p->n > 1 && p->at_end)
		end = last->at;
	for (i = p->n - 1; i > 0; i--) {
		if (i == p->n - 1 && p->at_end)
			continue;
		if (!put_last(&p->piece[i], nocase, name, behind, end))
			return 0;
		end = p->piece[i].at;
	}
	return 1;
}

/* Where the groups begin and end, now that every piece has its place. */
static void
mark_groups(const struct pieces *p, struct pattern_match *m)
{
	size_t open[PATTERN_GROUPS], depth = 0, groups = 0, i, at, more, pos;

	for (i = 0; i < p->n; i++)
		for (at = 0, pos = p->piece[i].at; at < p->piece[i].n;
		    at += more) {
			more = element(p->piece[i].s + at,
			    p->piece[i].n - at);
			if (p->piece[i].s[at] == '(') {
				if (groups == PATTERN_GROUPS)
					return;
				groups++;
				m->begin[groups] = m->end[groups] = pos;
				open[depth++] = groups;
			} else if (p->piece[i].s[at] == ')') {
				if (depth > 0)
					m->end[open[--depth]] = pos;
			} else
				pos++;
		}
}

int
pattern_match(const char *pattern, int nocase, const char *name, size_t n,
    size_t from, struct pattern_match *m)
{
	const struct piece *last;
	struct pieces p;

	cut(pattern, &p);
	if (from > n || !put(&p, nocase, name, n, from))
		return 0;
	memset(m, 0, sizeof(*m));
	last = &p.piece[p.n - 1];
	m->begin[0] = p.piece[0].at;
	m->end[0] = last->at + last->width;
	mark_groups(&p, m);
	return 1;
}

size_t
pattern_width(const char *pattern)
{
	struct pieces p;

	cut(pattern, &p);
	return p.n == 1 ? p.piece[0].width : 0;
}

unsigned
pattern_groups(const char *pattern)
{
	size_t n = strlen(pattern), at;
	unsigned groups = 0;

	for (at = 0; at < n; at += element(pattern + at, n - at))
		groups += pattern[at] == '(';
	return groups;
}

const char *
pattern_reason(const char *pattern)
{
	size_t n = strlen(pattern), at, more, stars = 0, depth = 0;

	if (n > PATTERN_MAX)
		return "is too long for a pattern, at most 255 bytes";
	for (at = 0; at < n; at += more) {
		more = element(pattern + at, n - at);
		if (pattern[at] == '[' && more == 1)
			return "has a [ without its ]";
		if (pattern[at] == ')' && depth-- == 0)
			return "has a ) without its (";
		depth += pattern[at] == '(';
		stars += pattern[at] == '*';
	}
	if (depth > 0)
		return "has a ( without its )";
	if (pattern_groups(pattern) > PATTERN_GROUPS)
		return "has more than 9 groups";
	return stars > PATTERN_STARS ? "has more than 9 stars" : NULL;
}
