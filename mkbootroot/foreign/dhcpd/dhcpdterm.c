/*
 * What stands between operators: functions, options, words and constants.
 */
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/dhcpd/dhcpdexpression.h"
#include "mkbootroot/foreign/dhcpd/dhcpdoption.h"
#include "mkbootroot/foreign/dhcpd/dhcpdterm.h"

struct dhcpd_expression *
expression_new(struct reading *r, enum dhcpd_op op)
{
	struct dhcpd_expression *e = tree_new(r->d, sizeof(*e));

	if (e != NULL) {
		e->op = op;
		e->from = r->t->from;
	}
	return e;
}

/* The arguments of functions: D data, N a number. */
static const struct function {
	const char *name;
	enum dhcpd_op op;
	const char *args;
} functions[] = {
	{ "substring", OP_SUBSTRING, "DNN" }, { "suffix", OP_SUFFIX, "DN" },
	{ "lcase", OP_LCASE, "D" }, { "ucase", OP_UCASE, "D" },
	{ "binary-to-ascii", OP_TO_ASCII, "NNDD" },
	{ "reverse", OP_REVERSE, "ND" }, { "packet", OP_PACKET, "NN" },
	{ "encode-int", OP_ENCODE, "NN" }, { "extract-int", OP_EXTRACT, "DN" },
};

/* Words that stand for themselves. */
static const struct {
	const char *name;
	enum dhcpd_op op;
} words[] = {
	{ "known", OP_KNOWN }, { "static", OP_STATIC },
	{ "hardware", OP_HARDWARE }, { "host-decl-name", OP_HOST_NAME },
	{ "null", OP_NULL }, { "leased-address", OP_UNKNOWN },
	{ "client-state", OP_UNKNOWN }, { "filename", OP_UNKNOWN },
	{ "server-name", OP_UNKNOWN }, { "lease-time", OP_UNKNOWN },
};

static struct dhcpd_expression *
take_function(struct reading *r, const struct function *f)
{
	struct dhcpd_expression *e = expression_new(r, f->op);
	size_t i;

	tokens_next(r->t);
	if (e == NULL || !token_take_mark(r->t, '('))
		return NULL;
	for (i = 0; f->args[i] != '\0'; i++)
		if ((i > 0 && !token_take_mark(r->t, ',')) ||
		    (e->arg[i] = expression_any(r, f->args[i] == 'N')) == NULL)
			return NULL;
	return token_take_mark(r->t, ')') ? e : NULL;
}

/* "concat" and "pick-first-value": any number, as a chain. */
static struct dhcpd_expression *
take_list(struct reading *r, enum dhcpd_op op)
{
	struct dhcpd_expression *first = expression_new(r, op), *e = first,
	    *next;
	int count;

	tokens_next(r->t);
	if (e == NULL || !token_take_mark(r->t, '('))
		return NULL;
	for (count = 0; ; count++) {
		if (count == DHCPD_DEPTH_MAX)
			return NULL;
		if ((e->arg[0] = expression_any(r, 0)) == NULL)
			return NULL;
		if (!token_take_mark(r->t, ','))
			break;
		if ((next = expression_new(r, op)) == NULL)
			return NULL;
		e->arg[1] = next;
		e = next;
	}
	return token_take_mark(r->t, ')') ? first : NULL;
}

static struct dhcpd_expression *
take_option(struct reading *r, enum dhcpd_op op)
{
	struct dhcpd_expression *e = expression_new(r, op);

	tokens_next(r->t);
	if (e == NULL || (e->option = option_take(r->d, r->t)) == NULL)
		return NULL;
	return e;
}

/* What only its server knows: its name says what is missing. */
static struct dhcpd_expression *
take_unknown(struct reading *r)
{
	struct dhcpd_expression *e = expression_new(r, OP_UNKNOWN);
	int depth = 0;

	if (e == NULL || (e->name = tree_text(r->d, r->t->text,
	    r->t->n)) == NULL)
		return NULL;
	tokens_next(r->t);
	if (token_mark(r->t, '('))
		do {
			depth += token_mark(r->t, '(') ? 1 :
			    token_mark(r->t, ')') ? -1 : 0;
			if (r->t->now == TOKEN_END || r->t->now == TOKEN_CUT ||
			    token_mark(r->t, ';') || token_mark(r->t, '{') ||
			    token_mark(r->t, '}'))
				return NULL;
			tokens_next(r->t);
		} while (depth > 0);
	return e;
}

static struct dhcpd_expression *
take_variable(struct reading *r)
{
	struct dhcpd_expression *e;
	struct dhcpd_tokens *t = r->t;
	const int is_defined = token_is(t, "defined");

	if (is_defined) {
		tokens_next(t);
		if (!token_take_mark(t, '(') || t->now != TOKEN_WORD)
			return NULL;
	}
	e = expression_new(r, is_defined ? OP_DEFINED : OP_VARIABLE);
	if (e == NULL || (e->name = tree_text(r->d, t->text, t->n)) == NULL)
		return NULL;
	tokens_next(t);
	return is_defined && !token_take_mark(t, ')') ? NULL : e;
}

/* Whether a word is hexadecimal, as all octets are. */
static int
is_hexadecimal(const struct dhcpd_tokens *t)
{
	return t->n > 0 && strspn(t->text, "0123456789abcdefABCDEF") == t->n;
}

static struct dhcpd_expression *
take_number(struct reading *r)
{
	struct dhcpd_expression *e = expression_new(r, OP_NUMBER);
	char *end;

	if (e == NULL)
		return NULL;
	e->number = strtoul(r->t->text, &end, 10);
	if (end == r->t->text || *end != '\0')
		return NULL;
	tokens_next(r->t);
	return e;
}

static struct dhcpd_expression *
take_text(struct reading *r)
{
	struct dhcpd_expression *e = option_text(r->d, r->t->from, r->t->text,
	    r->t->n);

	tokens_next(r->t);
	return e;
}

/* A word, and what belongs to it. */
static struct dhcpd_expression *
take_word(struct reading *r, int is_number)
{
	struct dhcpd_tokens *t = r->t;
	struct dhcpd_expression *e;
	struct dhcpd_tokens ahead;
	size_t i;

	if (token_is(t, "option"))
		return take_option(r, OP_OPTION);
	if (token_is(t, "config-option"))
		return take_option(r, OP_CONFIG_OPTION);
	if (token_is(t, "exists"))
		return take_option(r, OP_EXISTS);
	if (token_is(t, "concat"))
		return take_list(r, OP_CONCAT);
	if (token_is(t, "pick-first-value") || token_is(t, "pick"))
		return take_list(r, OP_PICK);
	for (i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
		if (token_is(t, functions[i].name))
			return take_function(r, &functions[i]);
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (token_is(t, words[i].name)) {
			if (words[i].op == OP_UNKNOWN)
				return take_unknown(r);
			e = expression_new(r, words[i].op);
			tokens_next(t);
			return e;
		}
	if (is_number && t->text[0] >= '0' && t->text[0] <= '9')
		return take_number(r);
	if (is_hexadecimal(t))
		return option_bytes(r->d, t);
	if (token_is(t, "check")) {
		e = take_unknown(r);
		if (t->now != TOKEN_TEXT)
			return NULL;
		tokens_next(t);
		return e;
	}
	ahead = *t;
	tokens_next(&ahead);
	if (token_mark(&ahead, '(') && !token_is(t, "defined"))
		return take_unknown(r);
	return take_variable(r);
}

/* What stands between operators. */
struct dhcpd_expression *
expression_one(struct reading *r, int is_number)
{
	struct dhcpd_expression *e;

	if (r->depth == DHCPD_DEPTH_MAX)
		return NULL;
	r->depth++;
	if (token_take_mark(r->t, '(')) {
		e = expression_any(r, is_number);
		if (e != NULL && !token_take_mark(r->t, ')'))
			e = NULL;
	} else if (token_take(r->t, "not")) {
		if ((e = expression_new(r, OP_NOT)) != NULL &&
		    ((e->arg[0] = expression_one(r, 0)) == NULL ||
		    !expression_is_truth(e->arg[0])))
			e = NULL;
	} else if (r->t->now == TOKEN_TEXT)
		e = take_text(r);
	else
		e = r->t->now == TOKEN_WORD ? take_word(r, is_number) : NULL;
	r->depth--;
	return e;
}
