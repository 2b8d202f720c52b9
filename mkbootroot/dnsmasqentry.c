/*
 * Pieces and tags.
 */
#include "dnsmasqentry.h"

#include <stdlib.h>
#include <string.h>

void
tags_add(struct tags *t, const char *name)
{
	if (t->n < TAGS_MAX)
		t->name[t->n++] = name;
}

static int
tags_have(const struct tags *t, const char *name)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->name[i], name) == 0)
			return 1;
	return 0;
}

const char *
text_behind(const char *s, const char *prefix)
{
	const size_t n = strlen(prefix);

	return strncmp(s, prefix, n) == 0 ? s + n : NULL;
}

const char *
entry_set(const char *piece)
{
	const char *tag = text_behind(piece, "set:");

	return tag != NULL ? tag : text_behind(piece, "net:");
}

const char *
entry_tag(const char *piece)
{
	const char *tag = text_behind(piece, "tag:");

	return tag != NULL ? tag : text_behind(piece, "net:");
}

/* Splits a value at the commas that stand in no quotes, which go. */
static void
split(struct entry *e, char *s)
{
	char *out = s, quote = 0;

	e->n = 0;
	e->piece[e->n++] = s;
	for (; *s != '\0'; s++)
		if (*s == '"') {
			quote = !quote;
		} else if (*s == '\\' && quote && s[1] != '\0') {
			*out++ = *++s;
		} else if (*s == ',' && !quote && e->n < PIECES_MAX) {
			*out++ = '\0';
			e->piece[e->n++] = out;
		} else
			*out++ = *s;
	*out = '\0';
}

char *
text_trim(char *s)
{
	char *end;

	s += strspn(s, " \t");
	end = s + strlen(s);
	while (end > s && (end[-1] == ' ' || end[-1] == '\t'))
		*--end = '\0';
	return s;
}

struct entry *
entries_add(struct entries *e, unsigned from, char *value)
{
	const size_t size = e->size + e->size / 2 + 64;
	struct entry *list;

	if (e->n == e->size) {
		if ((list = reallocarray(e->list, size,
		    sizeof(*list))) == NULL)
			return NULL;
		e->list = list;
		e->size = size;
	}
	list = &e->list[e->n++];
	list->from = from;
	list->at = 0;
	split(list, value);
	for (size_t i = 0; i < list->n; i++)
		list->piece[i] = text_trim(list->piece[i]);
	return list;
}

void
entry_pass_tags(struct entry *e)
{
	while (e->at < e->n && (entry_tag(e->piece[e->at]) != NULL ||
	    entry_set(e->piece[e->at]) != NULL))
		e->at++;
}

/*
 * Whether all tags of an entry are among those of a client. *any: there are
 * some.
 */
static int
matches(const struct entry *e, const struct tags *t, int *any)
{
	const char *tag;

	*any = e->at > 0;
	for (size_t i = 0; i < e->at; i++) {
		tag = entry_tag(e->piece[i]);
		if (tag != NULL && (tag[0] == '!' ? tags_have(t, tag + 1) :
		    !tags_have(t, tag)))
			return 0;
	}
	return 1;
}

/* The number of an option that there is a word for; 0: it is none. */
unsigned
entry_option(const struct entry *e)
{
	static const struct { const char *name; unsigned number; } names[] = {
		{ "option:router", 3 }, { "3", 3 },
		{ "option:dns-server", 6 }, { "6", 6 },
		{ "option:root-path", 17 }, { "17", 17 },
		{ "option:vendor-encap", 43 }, { "43", 43 },
		{ "option:tftp-server", 66 }, { "66", 66 },
		{ "option:bootfile-name", 67 }, { "67", 67 },
		{ "209", 209 }, { "210", 210 },
		{ "option:tftp-server-address", 150 }, { "150", 150 }
	};

	if (e->at >= e->n)
		return 0;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(e->piece[e->at], names[i].name) == 0)
			return names[i].number;
	return 0;
}

const struct entry *
entries_choose(const struct entries *all, unsigned option,
    const struct tags *t)
{
	const struct entry *e, *without = NULL;
	int any;

	for (size_t i = all->n; i > 0; i--) {
		e = &all->list[i - 1];
		if ((option != 0 && entry_option(e) != option) ||
		    !matches(e, t, &any))
			continue;
		if (any)
			return e;
		if (without == NULL)
			without = e;
	}
	return without;
}

int
entry_is_for(const struct entry *e, const struct tags *t)
{
	const char *tag;

	for (size_t i = 0; i < e->at; i++)
		if ((tag = entry_tag(e->piece[i])) != NULL && tags_have(t, tag))
			return 1;
	return 0;
}
