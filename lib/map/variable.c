/*
 * Taking a text with variables apart, and filling it.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <string.h>

#include "daemon/append.h"
#include "map/donecommand.h"
#include "map/mac.h"
#include "map/variable.h"

static const struct {
	const char *word, *text;
	enum variable variable;
	enum variable_fault missing;
} variables[] = {
	{"name", "@name@", VARIABLE_NAME, VARIABLE_NO_NAME},
	{"ip", "@ip@", VARIABLE_IP, VARIABLE_NO_IP},
	{"mac", "@mac@", VARIABLE_MAC, VARIABLE_NO_MAC},
	/* It is never missing. */
	{"done", "@done@", VARIABLE_DONE, VARIABLE_IS_UNKNOWN},
};

#define VARIABLES (sizeof(variables) / sizeof(variables[0]))

const char *
variable_name(enum variable v)
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
text_bytes(struct variable_text *t)
{
	size_t i = 0;

	while (i < t->n && t->bytes[i] != '@' && !is_control(t->bytes[i]))
		if (t->bytes[i++] == '\n')
			t->line++;
	return i;
}

/* What begins with '@'; returns the bytes of *t that it takes. */
static size_t
take_at(const struct variable_text *t, struct variable_piece *piece)
{
	size_t n;

	piece->kind = VARIABLE_TEXT;
	piece->n = 1;
	if (t->n > 1 && t->bytes[1] == '@')
		return 2;
	n = word_bytes(t->bytes + 1, t->n - 1);
	if (n == 0 || n + 1 == t->n || t->bytes[n + 1] != '@')
		return 1;	/* as in root@example.org */
	piece->kind = VARIABLE_UNKNOWN;
	piece->bytes = t->bytes + 1;
	piece->n = n;
	for (size_t i = 0; i < VARIABLES; i++)
		if (strlen(variables[i].word) == n &&
		    memcmp(variables[i].word, t->bytes + 1, n) == 0) {
			piece->kind = VARIABLE_VALUE;
			piece->variable = variables[i].variable;
		}
	return n + 2;
}

void
variable_next(struct variable_text *t, struct variable_piece *piece)
{
	size_t taken = 1;

	*piece = (struct variable_piece){.bytes = t->bytes, .n = 1,
	    .line = t->line};
	if (t->n == 0) {
		piece->kind = VARIABLE_END;
		return;
	}
	if (*t->bytes == '@') {
		taken = take_at(t, piece);
	} else if (is_control(*t->bytes)) {
		piece->kind = VARIABLE_CONTROL;
	} else {
		piece->kind = VARIABLE_TEXT;
		piece->n = taken = text_bytes(t);
	}
	t->bytes += taken;
	t->n -= taken;
}

int
variable_in(const char *bytes, size_t n, enum variable v)
{
	struct variable_text t = {.bytes = bytes, .n = n, .line = 1};
	struct variable_piece piece;

	do {
		variable_next(&t, &piece);
		if (piece.kind == VARIABLE_VALUE && piece.variable == v)
			return 1;
	} while (piece.kind != VARIABLE_END);
	return 0;
}

/* What a variable stands for, or NULL; buf is room for it. */
static const char *
value_of(const struct variable_values *v, enum variable which,
    char buf[DONE_COMMAND_SIZE])
{
	const struct client *c = v->client;

	switch (which) {
	case VARIABLE_NAME:
		return c->name;
	case VARIABLE_IP:
		return !c->has_ip ? NULL :
		    inet_ntop(AF_INET, &c->ip, buf, DONE_COMMAND_SIZE);
	case VARIABLE_MAC:
		return !c->has_mac ? NULL : mac_text(c->mac, buf);
	default:
		return done_command(c, v->server, v->base, buf);
	}
}

/* Why a piece cannot be sent. */
static enum variable_fault
fault_of(const struct variable_piece *piece)
{
	if (piece->kind == VARIABLE_CONTROL)
		return VARIABLE_IS_CONTROL;
	for (size_t i = 0; i < VARIABLES; i++)
		if (variables[i].variable == piece->variable)
			return variables[i].missing;
	return VARIABLE_IS_UNKNOWN;
}

ssize_t
variable_fill(const char *bytes, size_t n, const struct variable_values *v,
    char *buf, enum variable_fault *why)
{
	struct variable_text t = {.bytes = bytes, .n = n, .line = 1};
	struct variable_piece piece;
	const char *value;
	char room[DONE_COMMAND_SIZE];
	size_t done = 0;

	for (;;) {
		variable_next(&t, &piece);
		value = piece.kind == VARIABLE_TEXT ? piece.bytes :
		    piece.kind == VARIABLE_VALUE ?
		    value_of(v, piece.variable, room) : NULL;
		if (piece.kind == VARIABLE_END)
			return (ssize_t)done;
		if (value == NULL) {
			*why = fault_of(&piece);
			return -1;
		}
		if (piece.kind == VARIABLE_VALUE)
			piece.n = strlen(value);
		if (buf != NULL)
			memcpy(buf + done, value, piece.n);
		done += piece.n;
	}
}

int
variable_fill_args(const struct variable_values *v, char buf[CLIENT_ARGS_SIZE])
{
	const char *args = v->client->args;
	struct variable_text t = {.bytes = args, .n = strlen(args), .line = 1};
	struct append a = {.buf = buf, .size = CLIENT_ARGS_SIZE};
	struct variable_piece piece;
	char room[DONE_COMMAND_SIZE];

	buf[0] = '\0';
	for (variable_next(&t, &piece); piece.kind != VARIABLE_END;
	    variable_next(&t, &piece))
		if (piece.kind == VARIABLE_VALUE &&
		    (piece.variable & VARIABLES_OF_ARGS) != 0)
			append(&a, "%s", value_of(v, piece.variable, room));
		else if (piece.kind == VARIABLE_VALUE ||
		    piece.kind == VARIABLE_UNKNOWN)
			append(&a, "@%.*s@", (int)piece.n, piece.bytes);
		else
			append(&a, "%.*s", (int)piece.n, piece.bytes);
	return a.full ? -1 : 0;
}
