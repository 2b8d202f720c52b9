/*
 * Conditions, and the statements in them.
 */
#include "mkbootroot/foreign/dhcpd/dhcpdcontrol.h"
#include "mkbootroot/foreign/dhcpd/dhcpdexpression.h"
#include "mkbootroot/foreign/dhcpd/dhcpdname.h"
#include "mkbootroot/foreign/dhcpd/dhcpdoption.h"
#include "mkbootroot/foreign/dhcpd/dhcpdstatement.h"

/* The statements of a block, behind its "{", and its "}"; NULL: of no switch. */
static struct dhcpd_statement *
take_block(struct dhcpd *d, struct dhcpd_tokens *t, int depth,
    const struct dhcpd_expression *switched)
{
	struct dhcpd_scope inner;

	scope_begin(&inner, NULL);
	if (switched != NULL)
		inner.cases = expression_is_data(switched) ? CASES_DATA :
		    CASES_NUMBERS;
	while (!token_mark(t, '}') && !statement_cut(d, t))
		statement_take(d, t, &inner, depth + 1);
	token_take_mark(t, '}');
	return inner.first;
}

/* "(CONDITION) {": dhcpd has it that what a ( opens is the whole of it. */
static struct dhcpd_expression *
take_condition(struct dhcpd *d, struct dhcpd_tokens *t)
{
	const int is_in = token_take_mark(t, '(');
	struct dhcpd_expression *e = expression_take(d, t);

	if (e == NULL || !expression_is_truth(e) ||
	    (is_in && !token_take_mark(t, ')')) || !token_take_mark(t, '{'))
		return NULL;
	return e;
}

/* Whether another condition follows. */
static int
take_else_if(struct dhcpd_tokens *t)
{
	struct dhcpd_tokens ahead;

	if (token_take(t, "elsif"))
		return 1;
	if (!token_is(t, "else"))
		return 0;
	ahead = *t;
	tokens_next(&ahead);
	if (!token_take(&ahead, "if"))
		return 0;
	*t = ahead;
	return 1;
}

/* An if with all that follows it: each is what is otherwise done of the last. */
static void
take_if(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_scope *s,
    unsigned from, int depth)
{
	struct dhcpd_statement *last = NULL, *new;

	do {
		new = statement_new(d, DO_IF, last == NULL ? from : t->from);
		if (new == NULL ||
		    (new->value = take_condition(d, t)) == NULL) {
			statement_refuse(d, t);
			return;
		}
		new->then = take_block(d, t, depth, NULL);
		if (last == NULL)
			scope_add(s, new);
		else
			last->otherwise = new;
		last = new;
	} while (take_else_if(t));
	if (!token_take(t, "else"))
		return;
	if (token_take_mark(t, '{'))
		last->otherwise = take_block(d, t, depth, NULL);
	else
		statement_refuse(d, t);
}

static void
take_switch(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_scope *s,
    unsigned from, int depth)
{
	struct dhcpd_statement *new = statement_new(d, DO_SWITCH, from);

	if (new == NULL || !token_take_mark(t, '(') ||
	    (new->value = expression_take(d, t)) == NULL ||
	    !token_take_mark(t, ')') || !token_take_mark(t, '{')) {
		statement_refuse(d, t);
		return;
	}
	new->then = take_block(d, t, depth, new->value);
	scope_add(s, new);
}

/* "case VALUE:", "default:", without that word. */
static void
take_case(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_scope *s,
    unsigned from, enum dhcpd_do what)
{
	struct dhcpd_statement *new = statement_new(d, what, from);

	if (new == NULL || s->cases == CASES_NONE || (what == DO_CASE &&
	    (new->value = s->cases == CASES_DATA ? expression_take(d, t) :
	    expression_take_number(d, t)) == NULL) || !token_take_mark(t, ':'))
		statement_refuse(d, t);
	else
		scope_add(s, new);
}

static void
take_break(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_scope *s,
    unsigned from)
{
	struct dhcpd_statement *new = statement_new(d, DO_BREAK, from);

	statement_end(d, t, from, "break");
	if (new != NULL)
		scope_add(s, new);
}

static int
is_default_case(const struct dhcpd_tokens *t)
{
	struct dhcpd_tokens ahead = *t;

	return token_take(&ahead, "default") && token_mark(&ahead, ':');
}

int
control_take(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_scope *s,
    int depth)
{
	const unsigned from = t->from;

	if (depth > DHCPD_DEPTH_MAX &&
	    (token_is(t, "if") || token_is(t, "switch"))) {
		imported_refuse(d->im, from, t->text, "is nested too deeply");
		statement_pass(t);
	} else if (token_take(t, "if")) {
		take_if(d, t, s, from, depth);
	} else if (token_take(t, "switch")) {
		take_switch(d, t, s, from, depth);
	} else if (token_take(t, "case")) {
		take_case(d, t, s, from, DO_CASE);
	} else if (is_default_case(t)) {
		tokens_next(t);
		take_case(d, t, s, from, DO_OTHERWISE);
	} else if (token_take(t, "break")) {
		take_break(d, t, s, from);
	} else
		return 0;
	return 1;
}

/* Whether it can by itself, without those in it. */
static int
one_matters(const struct dhcpd *d, const struct dhcpd_statement *s)
{
	return s->what == DO_SET || s->what == DO_UNSET || s->what == DO_ADD ||
	    (s->option != NULL &&
	    option_matters(s->option, option_space(d, s->option)));
}

int
statement_matters(const struct dhcpd *d, const struct dhcpd_statement *s)
{
	const struct dhcpd_statement *chain;

	for (; s != NULL; s = s->next) {
		if (one_matters(d, s))
			return 1;
		/* As long as the file, perhaps: not one within the other. */
		for (chain = s; chain != NULL; chain = chain->otherwise) {
			if (statement_matters(d, chain->then))
				return 1;
			if (chain != s && (chain->what != DO_IF ||
			    chain->next != NULL)) {
				if (statement_matters(d, chain))
					return 1;
				break;
			}
		}
	}
	return 0;
}
