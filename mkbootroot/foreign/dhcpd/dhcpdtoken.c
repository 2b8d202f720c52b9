/*
 * The next token. What a backslash makes in a text is what dhcpd makes of it.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "mkbootroot/foreign/dhcpd/dhcpdtoken.h"

static int
is_of_word(char c)
{
	return isalnum((unsigned char)c) || c == '-' || c == '_';
}

/* Over blanks and comments. */
static void
pass_blanks(struct dhcpd_tokens *t)
{
	for (;; t->rest++)
		if (*t->rest == '#')
			t->rest += strcspn(t->rest, "\n") - 1;
		else if (*t->rest == '\n')
			t->line++;
		else if (*t->rest == '\0' || !isspace((unsigned char)*t->rest))
			return;
}

static void
text_add(struct dhcpd_tokens *t, char c)
{
	if (t->n < DHCPD_TEXT_MAX - 1)
		t->text[t->n++] = c;
}

/* A number of at most so many digits, behind a backslash. */
static void
text_number(struct dhcpd_tokens *t, const char *digits, int base, int most)
{
	const char *digit;
	int value = 0;

	for (; most > 0 && *t->rest != '\0' && (digit = strchr(digits,
	    tolower((unsigned char)*t->rest))) != NULL; most--, t->rest++)
		value = value * base + (int)(digit - digits);
	text_add(t, (char)(value & 0xff));
}

static void
text_escape(struct dhcpd_tokens *t)
{
	static const char letters[] = "trnb", bytes[] = "\t\r\n\b";
	const char *letter = strchr(letters, *t->rest);

	if (*t->rest >= '0' && *t->rest <= '7') {
		text_number(t, "01234567", 8, 3);
	} else if (*t->rest == 'x') {
		t->rest++;
		text_number(t, "0123456789abcdef", 16, 2);
	} else if (*t->rest != '\0') {
		text_add(t, letter != NULL ? bytes[letter - letters] :
		    *t->rest);
		t->line += *t->rest == '\n';
		t->rest++;
	}
}

static void
take_text(struct dhcpd_tokens *t)
{
	t->now = TOKEN_TEXT;
	for (t->rest++; *t->rest != '"'; )
		if (*t->rest == '\0') {
			t->now = TOKEN_CUT;
			return;
		} else if (*t->rest == '\\') {
			t->rest++;
			text_escape(t);
		} else {
			t->line += *t->rest == '\n';
			text_add(t, *t->rest++);
		}
	t->rest++;
}

void
tokens_next(struct dhcpd_tokens *t)
{
	const int is_first = t->at == NULL || (t->now == TOKEN_MARK &&
	    t->n == 1 && strchr(";{}", t->text[0]) != NULL);

	pass_blanks(t);
	t->at = t->rest;
	if (is_first)
		t->begin = t->at;
	t->from = t->line;
	t->n = 0;
	if (*t->rest == '"') {
		take_text(t);
	} else if (is_of_word(*t->rest)) {
		t->now = TOKEN_WORD;
		while (is_of_word(*t->rest))
			text_add(t, *t->rest++);
	} else if (*t->rest != '\0') {
		t->now = TOKEN_MARK;
		text_add(t, *t->rest++);
	} else
		t->now = TOKEN_END;
	/* What is too long for us is no token that stands anywhere. */
	if (t->n == DHCPD_TEXT_MAX - 1)
		t->now = TOKEN_MARK;
	t->text[t->n] = '\0';
}

void
tokens_begin(struct dhcpd_tokens *t, const char *text)
{
	t->at = NULL;
	t->rest = text;
	t->line = 1;
	tokens_next(t);
}

/* Puts a token behind others, over which the first ones go. */
static size_t
show_one(const struct dhcpd_tokens *t, char *buf, size_t size, size_t n,
    int after_blank)
{
	const size_t wanted = (size_t)(t->rest - t->at) + (after_blank != 0),
	    most = size - 1;
	const size_t taken = wanted > most ? most : wanted;
	const size_t gone = n > most - taken ? n - (most - taken) : 0;

	memmove(buf, buf + gone, n - gone);
	n -= gone;
	if (after_blank)
		buf[n++] = ' ';
	memcpy(buf + n, t->at, taken - (after_blank != 0));
	return n + taken - (after_blank != 0);
}

void
tokens_show(const struct dhcpd_tokens *t, char *buf, size_t size)
{
	struct dhcpd_tokens each;
	const char *end = NULL;
	size_t n = 0;

	for (tokens_begin(&each, t->begin); each.now != TOKEN_END;
	    tokens_next(&each)) {
		n = show_one(&each, buf, size, n, end != NULL && end < each.at);
		end = each.rest;
		if (each.at == t->at || each.now == TOKEN_CUT)
			break;
	}
	buf[n] = '\0';
}

int
token_is(const struct dhcpd_tokens *t, const char *word)
{
	return t->now == TOKEN_WORD && strcasecmp(t->text, word) == 0;
}

int
token_mark(const struct dhcpd_tokens *t, char mark)
{
	return t->now == TOKEN_MARK && t->text[0] == mark;
}

int
token_take(struct dhcpd_tokens *t, const char *word)
{
	if (!token_is(t, word))
		return 0;
	tokens_next(t);
	return 1;
}

int
token_take_mark(struct dhcpd_tokens *t, char mark)
{
	if (!token_mark(t, mark))
		return 0;
	tokens_next(t);
	return 1;
}
