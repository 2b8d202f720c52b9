/*
 * One line to its key and pieces.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/dnsmasq/dnsmasqline.h"

/* dnsmasq reads so many bytes, and takes the rest for a line of its own. */
#define LINE_BYTES 1023

/* What a backslash in quotes stands for with this byte; '\0': for itself. */
static char
escaped(char c)
{
	static const char from[] = "tnbre\"\\", to[] = "\t\n\b\r\033\"\\";
	const char *at = c != '\0' ? strchr(from, c) : NULL;

	return at != NULL ? to[at - from] : '\0';
}

/*
 * Takes the quotes and the comment away. quoted has a 1 for each byte that stood
 * in quotes. 0; -1: the last quote is missing.
 */
static int
unquote(char *s, unsigned char quoted[LINE_BYTES + 1])
{
	size_t n = 0, at = 0;
	int is_white = 1;

	for (; s[at] != '\0'; at++) {
		if (s[at] == '"') {
			for (at++; s[at] != '\0' && s[at] != '"'; at++) {
				if (s[at] == '\\' && escaped(s[at + 1]) != '\0')
					s[n] = escaped(s[++at]);
				else
					s[n] = s[at];
				quoted[n++] = 1;
			}
			if (s[at] == '\0')
				return -1;
			/* The byte behind is none that opens quotes again. */
			if (s[++at] == '\0')
				break;
		}
		if (is_white && s[at] == '#')
			break;
		is_white = isspace((unsigned char)s[at]) != 0;
		s[n] = is_white ? ' ' : s[at];
		quoted[n++] = 0;
	}
	s[n] = '\0';
	return 0;
}

/* Splits n bytes at the commas; the blanks around them go. */
static int
split(struct entry *e, char *s, size_t n, const unsigned char *quoted)
{
	size_t count = 1, begin = 0, end;

	for (size_t i = 0; i < n; i++)
		count += s[i] == ',' && !quoted[i];
	e->piece = calloc(count, sizeof(*e->piece));
	e->tag = calloc(2 * count, sizeof(*e->tag));
	if (e->piece == NULL || e->tag == NULL)
		return -1;
	e->set = e->tag + count;
	for (size_t i = 0; i <= n; i++) {
		if (i < n && (s[i] != ',' || quoted[i]))
			continue;
		while (begin < i && s[begin] == ' ' && !quoted[begin])
			begin++;
		for (end = i; end > begin && s[end - 1] == ' ' &&
		    !quoted[end - 1]; )
			end--;
		s[end] = '\0';
		e->piece[e->n].text = s + begin;
		while (begin < end && !quoted[begin])
			begin++;
		e->piece[e->n].bare = (size_t)(s + begin -
		    e->piece[e->n].text);
		e->n++;
		begin = i + 1;
	}
	return 0;
}

const char *
entry_read(struct entry *e, unsigned from, char *line, int is_value)
{
	unsigned char quoted[LINE_BYTES + 1] = { 0 };
	size_t begin = 0, n, value;
	const char *equals;

	memset(e, 0, sizeof(*e));
	e->from = from;
	if (strlen(line) > LINE_BYTES)
		return "is longer than dnsmasq reads a line";
	if (unquote(line, quoted) == -1)
		return "has quotes that nothing ends";
	n = strlen(line);
	while (begin < n && line[begin] == ' ' && !quoted[begin])
		begin++;
	while (n > begin && line[n - 1] == ' ' && !quoted[n - 1])
		n--;
	line[n] = '\0';
	if (begin == n)
		return NULL;
	value = begin;
	if (!is_value) {
		e->key = line + begin;
		if ((equals = strchr(line + begin, '=')) == NULL)
			return NULL;
		value = (size_t)(equals - line) + 1;
		for (n = value - 1; n > begin && line[n - 1] == ' '; )
			n--;
		line[n] = '\0';
		n = value + strlen(line + value);
	}
	return split(e, line + value, n - value, quoted + value) == -1 ?
	    "needs more memory than there is" : NULL;
}

void
entry_free(struct entry *e)
{
	free(e->piece);
	free(e->tag);
	e->piece = NULL;
	e->tag = NULL;
}

const char *
piece_behind(const struct piece *p, const char *prefix)
{
	const size_t n = strlen(prefix);

	return n <= p->bare && strncmp(p->text, prefix, n) == 0 ?
	    p->text + n : NULL;
}

int
piece_is_number(const struct piece *p)
{
	const size_t n = strspn(p->text, "0123456789");

	return n <= p->bare && p->text[n] == '\0';
}
