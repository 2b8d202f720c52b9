/*
 * A value is taken for what it looks like: bytes in hexadecimal, a number, or a
 * text; what stands in quotes is a text.
 */
#include <bsd/string.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/dnsmasq/dnsmasqvalue.h"

/* The pieces as one text again. NULL: there is no memory. */
static char *
joined(const struct entry *e, size_t at, int *is_quoted)
{
	size_t n = 1;
	char *text;

	for (size_t i = at; i < e->n; i++)
		n += strlen(e->piece[i].text) + 1;
	if ((text = malloc(n)) == NULL)
		return NULL;
	text[0] = '\0';
	*is_quoted = 0;
	for (size_t i = at; i < e->n; i++) {
		if (i > at)
			strlcat(text, ",", n);
		strlcat(text, e->piece[i].text, n);
		if (e->piece[i].text[e->piece[i].bare] != '\0')
			*is_quoted = 1;
	}
	return text;
}

/* "50:58:*": bytes, of which some may be anything. 0; -1: there is no memory. */
static int
read_hex(struct value *v, const char *text)
{
	const char *s = text;
	size_t digits, bytes;

	v->kind = VALUE_HEX;
	v->is_any = calloc(strlen(text) + 1, 1);
	v->bytes = calloc(strlen(text) + 1, 1);
	if (v->is_any == NULL || v->bytes == NULL)
		return -1;
	for (; *s != '\0'; s += *s == ':') {
		if (*s == '*') {
			v->is_any[v->n++] = 1;
			s++;
			continue;
		}
		digits = strspn(s, "0123456789abcdefABCDEF");
		bytes = (digits + 1) / 2;
		for (size_t i = 0; i < bytes; i++)
			v->bytes[v->n++] = (unsigned char)strtoul((char[3]){
			    s[2 * i], i + 1 < bytes || digits % 2 == 0 ?
			    s[2 * i + 1] : '\0', '\0' }, NULL, 16);
		s += digits;
		if (*s != '\0' && *s != ':')
			break;
	}
	return 0;
}

/* A number as bytes, most significant first; "b", "s", "i" say how many. */
static int
read_number(struct value *v, const char *text, enum option_kind kind)
{
	const unsigned long number = strtoul(text, NULL, 10);
	const char last = text[strlen(text) - 1];

	v->kind = VALUE_BYTES;
	if (kind == OPTION_2 || kind == OPTION_4)
		v->n = kind == OPTION_2 ? 2 : 4;
	else
		v->n = (number & 0xffff0000) != 0 ? 4 :
		    (number & 0xff00) != 0 ? 2 : 1;
	if (last == 'b' || last == 's' || last == 'i')
		v->n = last == 'b' ? 1 : last == 's' ? 2 : 4;
	if ((v->bytes = malloc(v->n)) == NULL)
		return -1;
	for (size_t i = 0; i < v->n; i++)
		v->bytes[i] = (unsigned char)(number >> 8 * (v->n - i - 1));
	return 0;
}

static int
is_only(const char *s, const char *bytes)
{
	return s[0] != '\0' && s[strspn(s, bytes)] == '\0';
}

const char *
value_read(struct value *v, const struct entry *e, size_t at,
    enum option_kind kind)
{
	static const char digits[] = "0123456789";
	int is_quoted, code = 0;
	char *text = joined(e, at, &is_quoted);
	const char *reason = NULL;
	size_t n;

	memset(v, 0, sizeof(*v));
	if (text == NULL)
		return "needs more memory than there is";
	n = strspn(text, digits);
	if (!is_quoted && kind != OPTION_TEXT && kind != OPTION_ADDRESSES &&
	    strchr(text, ':') != NULL &&
	    is_only(text, "0123456789abcdefABCDEF:*"))
		code = read_hex(v, text);
	else if (!is_quoted && kind != OPTION_TEXT && n > 0 &&
	    (text[n] == '\0' || (strchr("bsi", text[n]) != NULL &&
	    text[n + 1] == '\0')))
		code = read_number(v, text, kind);
	else if (!is_quoted && kind != OPTION_TEXT && n > 0 &&
	    is_only(text, "0123456789., /"))
		reason = "is taken by dnsmasq for addresses";
	else {
		v->n = strlen(text);
		v->bytes = (unsigned char *)text;
		return NULL;
	}
	free(text);
	return code == -1 ? "needs more memory than there is" : reason;
}

void
value_free(struct value *v)
{
	free(v->bytes);
	free(v->is_any);
	memset(v, 0, sizeof(*v));
}

/* At the place where sent begins. */
static enum truth
is_here(const char *text, size_t n, const char *sent)
{
	enum truth all = TRUTH_YES;

	for (size_t i = 0; i < n; i++)
		if (sent[i] == '?' && isdigit((unsigned char)text[i]))
			all = TRUTH_UNKNOWN;
		else if (sent[i] != text[i])
			return TRUTH_NO;
	return all;
}

enum truth
text_within(const char *text, size_t text_n, const char *sent, size_t n,
    size_t step)
{
	enum truth some = TRUTH_NO, here;

	for (size_t i = 0; text_n <= n && i <= n - text_n; i += step) {
		here = is_here(text, text_n, sent + i);
		if (here == TRUTH_YES)
			return here;
		if (here == TRUTH_UNKNOWN)
			some = here;
	}
	return some;
}

/* Bytes in hexadecimal stand at the beginning. */
static enum truth
hex_matches(const struct value *v, const char *sent)
{
	enum truth all = TRUTH_YES;

	for (size_t i = 0; i < v->n; i++) {
		if (v->is_any[i])
			continue;
		if (sent[i] == '?' && isdigit(v->bytes[i]))
			all = TRUTH_UNKNOWN;
		else if ((unsigned char)sent[i] != v->bytes[i])
			return TRUTH_NO;
	}
	return all;
}

enum truth
value_is_sent(const struct value *v, const char *sent, size_t n, int is_known)
{
	if (v->n == 0)
		return TRUTH_YES;
	if (v->n > n)
		return is_known ? TRUTH_NO : TRUTH_UNKNOWN;
	if (!is_known)
		return TRUTH_UNKNOWN;
	if (v->kind == VALUE_HEX)
		return hex_matches(v, sent);
	return text_within((const char *)v->bytes, v->n, sent, n,
	    v->kind == VALUE_TEXT ? 1 : v->n);
}
