/*
 * Rules from the first to the last, each on what the one before has left.
 */
#include <ctype.h>
#include <string.h>

#include "map/pattern.h"
#include "map/remap.h"

const char *const remap_words[REMAP_WORDS] = {
	[REMAP_NOCASE] = "nocase",
	[REMAP_ALL] = "all",
	[REMAP_NOT] = "not",
	[REMAP_REFUSE] = "refuse",
	[REMAP_LAST] = "last",
	[REMAP_GET] = "get",
	[REMAP_PUT] = "put",
};

struct rule {
	const char *from, *to;	/* to: NULL: the name stays */
	int has[REMAP_WORDS];
};

/* Text that is being written, in the case that $U and $L have set. */
struct writer {
	char *buf;
	size_t size, n;
	char letters;		/* 'U', 'L', or another: as they are */
	int full;
};

void
remap_begin(struct remap *r, const char *name)
{
	size_t n = strlen(name);

	r->rule = 0;
	r->matched = r->over = 0;
	r->work = r->steps = 0;
	r->why = REMAP_NOT_REFUSED;
	r->too_long = n >= sizeof(r->name);
	memcpy(r->name, r->too_long ? "" : name, r->too_long ? 1 : n + 1);
}

int
remap_find(const struct map *m, unsigned rule, struct record *r)
{
	const unsigned char number = (unsigned char)rule;

	if (rule >= REMAP_MAX)
		return 0;
	return map_find_by(m, MAP_KEY_REMAP, &number, 1, r);
}

static void
rule_take(const struct record *r, struct rule *rule)
{
	struct field f;
	size_t pos = 0;

	memset(rule, 0, sizeof(*rule));
	rule->from = "";
	while (record_next(r, &pos, &f) == 1) {
		if (f.tag == FIELD_FROM)
			rule->from = f.text;
		else if (f.tag == FIELD_TO)
			rule->to = f.text;
		for (int i = 0; f.tag == FIELD_RULE && i < REMAP_WORDS; i++)
			rule->has[i] |= strcmp(f.text, remap_words[i]) == 0;
	}
}

static void
write_bytes(struct writer *w, const char *s, size_t n)
{
	w->full |= n > w->size - w->n;
	for (; !w->full && n > 0; n--, s++)
		w->buf[w->n++] = (char)(w->letters == 'U' ?
		    toupper((unsigned char)*s) : w->letters == 'L' ?
		    tolower((unsigned char)*s) : *s);
}

/* What stands for a match in a name. */
static void
write_replacement(struct writer *w, const char *to, const char *name,
    const struct pattern_match *m)
{
	size_t group;

	for (; *to != '\0'; to++) {
		if (*to != '$' || to[1] == '\0') {
			write_bytes(w, to, 1);
			continue;
		}
		to++;
		if (*to >= '0' && *to <= '9') {
			group = (size_t)(*to - '0');
			write_bytes(w, name + m->begin[group],
			    m->end[group] - m->begin[group]);
		} else if (*to == 'U' || *to == 'L' || *to == 'E')
			w->letters = *to;
		else
			write_bytes(w, to, 1);
	}
}

/* Replaces a match in a name. 0; -1: no room, and the name is as it was. */
static int
replace(char name[REMAP_NAME_SIZE], const char *to,
    const struct pattern_match *m)
{
	char made[REMAP_NAME_SIZE];
	struct writer w = { .buf = made, .size = sizeof(made) - 1 };

	write_bytes(&w, name, m->begin[0]);
	write_replacement(&w, to, name, m);
	w.letters = 'E';
	write_bytes(&w, name + m->end[0], strlen(name + m->end[0]));
	if (w.full)
		return -1;
	memcpy(name, made, w.n);
	name[w.n] = '\0';
	return 0;
}

/*
 * Looks for a rule's pattern behind from. At most it is held against the name
 * at each place, once; one that is at the beginning only there. 1, or 0: it
 * does not match, or, with r->why, that would cost too much.
 */
static int
matches(const struct rule *rule, struct remap *r, size_t from,
    struct pattern_match *m)
{
	const size_t n = strlen(r->name), width = strlen(rule->from);
	const int is_anchored = rule->from[0] == '^' &&
	    pattern_width(rule->from) > 0;

	r->steps += is_anchored ? width : width * (n - from + 1);
	if (r->steps > REMAP_STEPS_MAX) {
		r->why = REMAP_ENDLESS;
		return 0;
	}
	return pattern_match(rule->from, rule->has[REMAP_NOCASE], r->name, n,
	    from, m);
}

/*
 * Until it no longer matches. Each replacement moves the whole name and is
 * looked for in it, so what one request may cost is bounded by the bytes of
 * all of them together: for a rule without an end, and for a name made so that
 * every rule has much to do. The pattern has a fixed width, so that a new
 * match can begin width - 1 bytes before the last one, and no earlier; but one
 * at the end of the name begins where the name now ends, and only that place
 * is looked at.
 */
static enum remap_refusal
replace_all(const struct rule *rule, struct remap *r, struct pattern_match *m)
{
	const size_t width = pattern_width(rule->from);
	const size_t n = strlen(rule->from);
	const int at_end = n > 0 && rule->from[n - 1] == '$';
	size_t from;

	while (r->work < REMAP_WORK_MAX) {
		r->work += strlen(r->name) + 1;
		from = at_end || m->begin[0] < width ? 0 :
		    m->begin[0] - width + 1;
		if (replace(r->name, rule->to, m) == -1)
			return REMAP_TOO_LONG;
		if (!matches(rule, r, from, m))
			return r->why;
	}
	return REMAP_ENDLESS;
}

static void
apply(const struct rule *rule, struct remap *r)
{
	struct pattern_match m;

	r->matched = rule->has[REMAP_NOT] != matches(rule, r, 0, &m);
	if (r->why != REMAP_NOT_REFUSED || !r->matched)
		return;
	r->over = rule->has[REMAP_LAST];
	if (rule->has[REMAP_REFUSE])
		r->why = REMAP_REFUSED;
	else if (rule->to == NULL || rule->has[REMAP_NOT])
		return;
	else if (rule->has[REMAP_ALL])
		r->why = replace_all(rule, r, &m);
	else if (replace(r->name, rule->to, &m) == -1)
		r->why = REMAP_TOO_LONG;
}

int
remap_next(const struct map *m, int write, struct remap *r)
{
	struct record record;
	struct rule rule;

	if (r->over || r->why != REMAP_NOT_REFUSED)
		return 0;
	r->matched = 0;
	switch (remap_find(m, r->rule, &record)) {
	case 0:
		return 0;
	case -1:
		r->why = REMAP_CORRUPT;
		return 0;
	}
	if (r->too_long) {
		r->why = REMAP_TOO_LONG;
		return 0;
	}
	r->rule++;
	rule_take(&record, &rule);
	if (!rule.has[write ? REMAP_GET : REMAP_PUT])
		apply(&rule, r);
	return 1;
}

const char *
remap_to_reason(const char *to, const char *from)
{
	unsigned groups = pattern_groups(from);

	for (; *to != '\0'; to++) {
		if (*to != '$')
			continue;
		to++;
		if (*to == '\0' || strchr("0123456789ULE$", *to) == NULL)
			return "has a $ that is none of $0 to $9, $U, $L, "
			    "$E and $$";
		if (*to >= '1' && *to <= '9' &&
		    (unsigned)(*to - '0') > groups)
			return "names a group that from= has not";
	}
	return NULL;
}
