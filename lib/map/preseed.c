/*
 * Taking a preseed apart, and filling it.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "map/preseed.h"

static const struct {
	const char *word, *text;
	enum preseed_variable variable;
} variables[] = {
	{"name", "@name@", PRESEED_NAME},
	{"ip", "@ip@", PRESEED_IP},
	{"mac", "@mac@", PRESEED_MAC},
};

#define VARIABLES (sizeof(variables) / sizeof(variables[0]))

const char *
preseed_variable_text(enum preseed_variable v)
{
	for (size_t i = 0; i < VARIABLES; i++)
		if (variables[i].variable == v)
			return variables[i].text;
	return "";
}

/* The bytes of a word at s: a letter, then letters, digits, '_' and '-'. */
static size_t
word_bytes(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && isascii((unsigned char)s[i]) &&
	    (isalpha((unsigned char)s[i]) || (i > 0 &&
	    (isdigit((unsigned char)s[i]) || s[i] == '_' || s[i] == '-'))))
		i++;
	return i;
}

static int
is_control(char c)
{
	const unsigned char u = (unsigned char)c;

	return (u < ' ' && c != '\t' && c != '\n') || u == 0x7f;
}

/* Up to the next byte that is more than text. */
static size_t
text_bytes(struct preseed *p)
{
	size_t i = 0;

	while (i < p->n && p->bytes[i] != '@' && !is_control(p->bytes[i]))
		if (p->bytes[i++] == '\n')
			p->line++;
	return i;
}

/* What begins with '@'; returns the bytes of *p that it takes. */
static size_t
take_at(const struct preseed *p, struct preseed_piece *piece)
{
	size_t n;

	piece->kind = PRESEED_TEXT;
	piece->n = 1;
	if (p->n > 1 && p->bytes[1] == '@')
		return 2;
	n = word_bytes(p->bytes + 1, p->n - 1);
	if (n == 0 || n + 1 == p->n || p->bytes[n + 1] != '@')
		return 1;	/* as in root@example.org */
	piece->kind = PRESEED_UNKNOWN;
	piece->bytes = p->bytes + 1;
	piece->n = n;
	for (size_t i = 0; i < VARIABLES; i++)
		if (strlen(variables[i].word) == n &&
		    memcmp(variables[i].word, p->bytes + 1, n) == 0) {
			piece->kind = PRESEED_VARIABLE;
			piece->variable = variables[i].variable;
		}
	return n + 2;
}

void
preseed_next(struct preseed *p, struct preseed_piece *piece)
{
	size_t taken = 1;

	*piece = (struct preseed_piece){.bytes = p->bytes, .n = 1,
	    .line = p->line};
	if (p->n == 0) {
		piece->kind = PRESEED_END;
		return;
	}
	if (*p->bytes == '@') {
		taken = take_at(p, piece);
	} else if (is_control(*p->bytes)) {
		piece->kind = PRESEED_CONTROL;
	} else {
		piece->kind = PRESEED_TEXT;
		piece->n = taken = text_bytes(p);
	}
	p->bytes += taken;
	p->n -= taken;
}

/* What a variable stands for, or NULL; buf is room for it. */
static const char *
value_of(const struct client *c, enum preseed_variable v, char buf[32])
{
	switch (v) {
	case PRESEED_NAME:
		return c->name;
	case PRESEED_IP:
		return !c->has_ip ? NULL :
		    inet_ntop(AF_INET, &c->ip, buf, 32);
	default:
		if (!c->has_mac)
			return NULL;
		snprintf(buf, 32, "%02x:%02x:%02x:%02x:%02x:%02x", c->mac[0],
		    c->mac[1], c->mac[2], c->mac[3], c->mac[4], c->mac[5]);
		return buf;
	}
}

/* Why a piece cannot be sent. */
static enum preseed_fault
fault_of(const struct preseed_piece *piece)
{
	switch (piece->kind) {
	case PRESEED_UNKNOWN:
		return PRESEED_BAD_VARIABLE;
	case PRESEED_CONTROL:
		return PRESEED_BAD_CONTROL;
	default:
		return piece->variable == PRESEED_NAME ? PRESEED_NO_NAME :
		    piece->variable == PRESEED_IP ? PRESEED_NO_IP :
		    PRESEED_NO_MAC;
	}
}

ssize_t
preseed_fill(const char *bytes, size_t n, const struct client *c, char *buf,
    enum preseed_fault *why)
{
	struct preseed p = {.bytes = bytes, .n = n, .line = 1};
	struct preseed_piece piece;
	const char *value;
	char room[32];
	size_t done = 0;

	for (;;) {
		preseed_next(&p, &piece);
		value = piece.kind == PRESEED_TEXT ? piece.bytes :
		    piece.kind == PRESEED_VARIABLE ?
		    value_of(c, piece.variable, room) : NULL;
		if (piece.kind == PRESEED_END)
			return (ssize_t)done;
		if (value == NULL) {
			*why = fault_of(&piece);
			return -1;
		}
		if (piece.kind == PRESEED_VARIABLE)
			piece.n = strlen(value);
		if (buf != NULL)
			memcpy(buf + done, value, piece.n);
		done += piece.n;
	}
}

/* Whether args has the word, or one that begins with the word and '='. */
static int
says(const char *args, const char *word)
{
	const size_t n = strlen(word);

	while (*(args += strspn(args, " ")) != '\0') {
		if (strncmp(args, word, n) == 0 &&
		    (args[n] == '=' || args[n] == ' ' || args[n] == '\0'))
			return 1;
		args += strcspn(args, " ");
	}
	return 0;
}

const char *
preseed_args(const char *args)
{
	return says(args, "priority") || says(args, "debconf/priority") ? "" :
	    "priority=critical ";
}

void
preseed_add_args(char *args, size_t size)
{
	const char *more = preseed_args(args);
	const size_t n = strlen(args), more_n = strlen(more);

	if (more_n + n >= size)
		return;
	memmove(args + more_n, args, n + 1);
	memcpy(args, more, more_n);
	if (n == 0 && more_n > 0)
		args[more_n - 1] = '\0';	/* the blank */
}
