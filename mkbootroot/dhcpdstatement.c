/*
 * Tokens, until one ends the statement.
 */
#include "dhcpdstatement.h"

#include <string.h>

/* To the next token, over blanks and comments. */
static void
pass_blanks(struct statement *p)
{
	for (;; p->s++)
		if (*p->s == '#')
			p->s += strcspn(p->s, "\n") - 1;
		else if (*p->s == '\n')
			p->line++;
		else if (*p->s != ' ' && *p->s != '\t' && *p->s != '\r')
			return;
}

static void
token_add(struct statement *p, const char *begin, size_t n)
{
	char text[512];

	if (p->n == TOKENS_MAX)
		return;
	snprintf(text, sizeof(text), "%.*s", (int)n, begin);
	p->token[p->n++] = imported_keep(p->im, text);
}

/* One token that is none of ; { }. */
static void
take_token(struct statement *p)
{
	char *begin = p->s;
	size_t n;

	if (*begin == '"') {
		n = strcspn(begin + 1, "\"\n");
		token_add(p, begin + 1, n);
		p->s += n + 1 + (begin[n + 1] == '"');
		return;
	}
	n = strcspn(begin, " \t\r\n;{}\"#=(),");
	if (n == 0)
		n = 1;		/* one of = ( ) , */
	token_add(p, begin, n);
	p->s += n;
}

char
statement_next(struct statement *p)
{
	char end;

	p->n = 0;
	pass_blanks(p);
	p->from = p->line;
	while (strchr(";{}", *p->s) == NULL) {
		take_token(p);
		pass_blanks(p);
	}
	if ((end = *p->s) != '\0')
		p->s++;
	return end;
}

int
statement_begins(const struct statement *p, const char *first,
    const char *second)
{
	return p->n > 0 && strcmp(p->token[0], first) == 0 &&
	    (second == NULL || (p->n > 1 &&
	    strcmp(p->token[1], second) == 0));
}

void
statement_pass_block(struct statement *p)
{
	int depth = 1;
	char end;

	while (depth > 0 && (end = statement_next(p)) != '\0')
		depth += end == '{' ? 1 : end == '}' ? -1 : 0;
}
