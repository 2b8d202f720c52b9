/*
 * The variables that there are, and taking a text with some apart.
 */
#include <ctype.h>
#include <string.h>

#include "daemon/append.h"
#include "map/variable.h"

#define NEEDS(fault) (1u << (fault))

static const struct variable_row {
	const char *text;
	enum variable variable;
	unsigned needs;		/* set of enum variable_fault */
} variables[] = {
	{"@name@", VARIABLE_NAME, NEEDS(VARIABLE_NO_NAME)},
	{"@ip@", VARIABLE_IP, NEEDS(VARIABLE_NO_IP)},
	{"@mac@", VARIABLE_MAC, NEEDS(VARIABLE_NO_MAC)},
	{"@mac-@", VARIABLE_MAC_DASHED, NEEDS(VARIABLE_NO_MAC)},
	{"@uuid@", VARIABLE_UUID, NEEDS(VARIABLE_NO_UUID)},
	{"@server@", VARIABLE_SERVER, 0},
	{"@http@", VARIABLE_HTTP, NEEDS(VARIABLE_NO_HTTP)},
	{"@image@", VARIABLE_IMAGE, NEEDS(VARIABLE_NO_HTTP) |
	    NEEDS(VARIABLE_NO_IMAGE)},
	{"@answers@", VARIABLE_ANSWERS, NEEDS(VARIABLE_NO_HTTP) |
	    NEEDS(VARIABLE_NO_MAC)},
	{"@done@", VARIABLE_DONE, 0},
};

#define VARIABLES (sizeof(variables) / sizeof(variables[0]))

static const struct variable_row *
row_of(enum variable v)
{
	size_t i = 0;

	while (i + 1 < VARIABLES && variables[i].variable != v)
		i++;
	return &variables[i];
}

const char *
variable_name(enum variable v)
{
	return row_of(v)->text;
}

int
variable_needs(enum variable v, enum variable_fault missing)
{
	return (row_of(v)->needs & NEEDS(missing)) != 0;
}

char *
variable_list(unsigned set, char buf[VARIABLE_LIST_SIZE])
{
	struct append a = {.buf = buf, .size = VARIABLE_LIST_SIZE};
	size_t more = 0;

	for (size_t i = 0; i < VARIABLES; i++)
		more += (set & variables[i].variable) != 0;
	buf[0] = '\0';
	for (size_t i = 0; i < VARIABLES; i++)
		if ((set & variables[i].variable) != 0)
			append_cut(&a, "%s%s", variables[i].text,
			    --more > 1 ? ", " : more == 1 ? " and " : "");
	return buf;
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
		if (strlen(variables[i].text) == n + 2 &&
		    memcmp(variables[i].text, t->bytes, n + 2) == 0) {
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

unsigned
variables_in(const char *bytes, size_t n)
{
	struct variable_text t = {.bytes = bytes, .n = n, .line = 1};
	struct variable_piece piece;
	unsigned set = 0;

	/* Most texts have none, and there may be a million of them. */
	if (memchr(bytes, '@', n) == NULL)
		return 0;
	do {
		variable_next(&t, &piece);
		if (piece.kind == VARIABLE_VALUE)
			set |= piece.variable;
	} while (piece.kind != VARIABLE_END);
	return set;
}

int
variable_in(const char *bytes, size_t n, enum variable v)
{
	return (variables_in(bytes, n) & v) != 0;
}
