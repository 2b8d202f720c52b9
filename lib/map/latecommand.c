/*
 * The installer keeps one late_command, the last one. Its own becomes a command
 * of another shell, in quotes: whatever it says, with its exits and comments, ends
 * there.
 */
#include <string.h>

#include "map/latecommand.h"

#define QUESTION "preseed/late_command"

/* A stretch of the text; end == begin: nothing. */
struct part {
	size_t begin, end;
};

/*
 * A line as the installer knows it: one of the text, and those after it for as long
 * as it ends with a backslash. Comments and empty lines are none, also in between.
 */
struct line {
	size_t begin, next;
	int is_open;		/* the text ends behind a backslash */
	struct part value;	/* of a late_command */
	int is_late_command;
};

/* Where the text is written to, if anywhere; n counts in any case. */
struct output {
	char *buf;
	size_t n;
};

static void
put(struct output *o, const char *s, size_t n)
{
	if (o->buf != NULL)
		memcpy(o->buf + o->n, s, n);
	o->n += n;
}

static void
put_text(struct output *o, const char *s)
{
	put(o, s, strlen(s));
}

static int
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Up to the next end of a line, and over it. */
static size_t
line_end(const char *text, size_t n, size_t at)
{
	const char *end = memchr(text + at, '\n', n - at);

	return end == NULL ? n : (size_t)(end - text);
}

/* "#" counts at the very beginning only. */
static int
is_passed_over(const char *text, size_t begin, size_t end)
{
	if (begin < end && text[begin] == '#')
		return 1;
	while (begin < end && is_blank(text[begin]))
		begin++;
	return begin == end;
}

/*
 * Takes the next field at *at, over blanks and the backslashes that continue a
 * line; what is passed over in between is not looked into.
 */
static void
pass_blanks(const char *text, size_t n, size_t *at)
{
	size_t end;

	for (;;) {
		while (*at < n && is_blank(text[*at]))
			++*at;
		if (*at + 1 >= n || text[*at] != '\\' || text[*at + 1] != '\n')
			return;
		*at += 2;
		while (*at < n && (end = line_end(text, n, *at),
		    is_passed_over(text, *at, end)))
			*at = end + (end < n);
	}
}

static struct part
take_field(const char *text, size_t n, size_t *at)
{
	struct part p;

	pass_blanks(text, n, at);
	p.begin = *at;
	while (*at < n && !is_blank(text[*at]) && text[*at] != '\n' &&
	    !(text[*at] == '\\' && *at + 1 < n && text[*at + 1] == '\n'))
		++*at;
	p.end = *at;
	return p;
}

static int
is_word(const char *text, struct part p, const char *word)
{
	const size_t n = strlen(word);

	return p.end - p.begin == n && memcmp(text + p.begin, word, n) == 0;
}

/* OWNER preseed/late_command TYPE VALUE */
static void
look_into(const char *text, struct line *l, size_t end)
{
	struct part question, type;
	size_t at = l->begin;

	take_field(text, end, &at);
	question = take_field(text, end, &at);
	type = take_field(text, end, &at);
	pass_blanks(text, end, &at);
	l->is_late_command = is_word(text, question, QUESTION) &&
	    type.begin < type.end && !is_word(text, type, "seen");
	while (end > at && is_blank(text[end - 1]))
		end--;
	l->value = (struct part){at, end > at ? end : at};
}

/* The next line at l->next; 0: there is none. */
static int
next_line(const char *text, size_t n, struct line *l)
{
	size_t at = l->next, end = n;
	int found = 0;

	*l = (struct line){.is_open = 1};
	for (; at < n && l->is_open; at = end + (end < n)) {
		end = line_end(text, n, at);
		if (is_passed_over(text, at, end))
			continue;
		if (!found)
			l->begin = at;
		found = 1;
		l->is_open = text[end - 1] == '\\';
	}
	l->next = at;
	l->is_open &= found;
	if (found && !l->is_open)
		look_into(text, l, end);
	return found;
}

/* In single quotes, in which a quote stands outside, behind a backslash. */
static void
put_quoted(struct output *o, const char *text, struct part p)
{
	put_text(o, "sh -c '");
	for (size_t i = p.begin; i < p.end; i++)
		if (text[i] == '\'')
			put_text(o, "'\\''");
		else
			put(o, text + i, 1);
	put_text(o, "' && ");
}

size_t
latecommand_join(const char *text, size_t n, const char *command, char *buf)
{
	struct output o = {.buf = buf};
	struct line l = {.next = 0}, late = {.is_late_command = 0};
	size_t end = n;		/* of what the installer does not forget */

	while (next_line(text, n, &l)) {
		if (l.is_late_command)
			late = l;
		if (l.is_open)
			end = l.begin;
	}
	if (late.is_late_command) {
		put(&o, text, late.value.begin);
		if (late.value.begin < late.value.end)
			put_quoted(&o, text, late.value);
		else
			put_text(&o, " ");
		put_text(&o, command);
		put(&o, text + late.value.end, n - late.value.end);
		return o.n;
	}
	put(&o, text, end);
	if (end > 0 && text[end - 1] != '\n')
		put_text(&o, "\n");
	put_text(&o, "d-i " QUESTION " string ");
	put_text(&o, command);
	put_text(&o, "\n");
	put(&o, text + end, n - end);
	return o.n;
}
