/*
 * A star takes all it can get: with (*) at the begin the last match is the one
 * that is rewritten, with all= it is the first. So it must not matter which:
 * there is one place only, or each match is one byte that becomes the same
 * wherever it stands.
 */
#include <string.h>

#include "map/pattern.h"
#include "mkbootroot/foreign/tftphpa/hparepeat.h"

/* A pattern and its replacement without what was taken out of them. */
struct core {
	char *from, *to;
	size_t from_n, to_n;
	int first, last;	/* was there a group before, behind it */
};

static int
ends_in_group(const struct core *c)
{
	return c->from_n >= 3 &&
	    memcmp(c->from + c->from_n - 3, "(*)", 3) == 0;
}

/* Takes (*), also behind ^, and the $1 that puts it back. */
static void
take_first(struct core *c)
{
	const size_t anchor = c->from_n > 0 && c->from[0] == '^';

	if (c->from_n - anchor < 3 || memcmp(c->from + anchor, "(*)", 3) != 0 ||
	    c->to_n < 2 || memcmp(c->to, "$1", 2) != 0)
		return;
	c->from += anchor + 3;
	c->from_n -= anchor + 3;
	c->to += 2;
	c->to_n -= 2;
	c->first = 1;
}

/* Takes (*), also before $, and the last group that puts it back. */
static void
take_last(struct core *c, unsigned groups)
{
	const size_t n = c->from_n;

	if (n > 0 && c->from[n - 1] == '$')
		c->from_n--;
	if (ends_in_group(c) && c->to_n >= 2 &&
	    c->to[c->to_n - 2] == '$' &&
	    c->to[c->to_n - 1] == (char)('0' + groups)) {
		c->from_n -= 3;
		c->to_n -= 2;
		c->last = 1;
	} else
		c->from_n = n;
}

/* The number of the group at a $ of the replacement; -1: it is none. */
static int
group_at(const struct core *c, size_t at)
{
	return c->to[at + 1] >= '0' && c->to[at + 1] <= '9' ?
	    c->to[at + 1] - '0' : -1;
}

/*
 * Whether what is left says what the whole did: of the groups it needs none
 * that was taken out, nor the whole match; and $U and $L would also have
 * changed what was behind the match.
 */
static int
is_same(const struct core *c, unsigned groups, int *is_plain)
{
	*is_plain = 1;
	for (size_t i = 0; i < c->to_n; i++) {
		if (c->to[i] != '$')
			continue;
		if (i + 1 == c->to_n)
			return 0;
		if (c->to[i + 1] != '$')
			*is_plain = 0;
		if (group_at(c, i) == 0 || (c->first && group_at(c, i) == 1) ||
		    (c->last && group_at(c, i) == (int)groups) ||
		    (c->last && strchr("ULE", c->to[i + 1]) != NULL))
			return 0;
		i++;
	}
	return 1;
}

/* Makes both texts of what is left, the groups with their new numbers. */
static void
put(const struct core *c, char *from, char *to)
{
	for (size_t i = 0; i + 1 < c->to_n; i++) {
		if (c->to[i] != '$')
			continue;
		if (c->first && group_at(c, i) > 1)
			c->to[i + 1]--;
		i++;
	}
	memmove(from, c->from, c->from_n);
	from[c->from_n] = '\0';
	memmove(to, c->to, c->to_n);
	to[c->to_n] = '\0';
}

int
hparepeat(char *from, char *to)
{
	struct core c = { .from = from, .to = to, .from_n = strlen(from),
	    .to_n = strlen(to) };
	const unsigned groups = pattern_groups(from);
	char core[PATTERN_MAX + 1];
	int is_plain, at_end;
	size_t width;

	if (c.from_n > PATTERN_MAX)
		return 0;
	take_first(&c);
	take_last(&c, groups);
	if (!is_same(&c, groups, &is_plain))
		return 0;
	memcpy(core, c.from, c.from_n);
	core[c.from_n] = '\0';
	width = pattern_width(core);
	at_end = c.from_n > 0 && core[c.from_n - 1] == '$';
	if (width == 0 || pattern_reason(core) != NULL ||
	    (c.first && core[0] == '^'))
		return 0;
	if (c.first && !at_end && (width > 1 || !is_plain))
		return 0;
	put(&c, from, to);
	return 1;
}
