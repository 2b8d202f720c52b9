/*
 * Each by its first word; dhcpd knows it in any case.
 */
#include <string.h>

#include "mkbootroot/foreign/dhcpd/dhcpdcontrol.h"
#include "mkbootroot/foreign/dhcpd/dhcpdexpression.h"
#include "mkbootroot/foreign/dhcpd/dhcpdname.h"
#include "mkbootroot/foreign/dhcpd/dhcpdoption.h"
#include "mkbootroot/foreign/dhcpd/dhcpdstatement.h"

int
statement_cut(struct dhcpd *d, const struct dhcpd_tokens *t)
{
	if (t->now != TOKEN_END && t->now != TOKEN_CUT)
		return 0;
	imported_refuse(d->im, t->from, "{", "is not closed: the file ends");
	return 1;
}

void
statement_pass(struct dhcpd_tokens *t)
{
	size_t depth = 0;

	for (; t->now != TOKEN_END && t->now != TOKEN_CUT; tokens_next(t)) {
		if (token_mark(t, '{'))
			depth++;
		else if (token_mark(t, '}') && depth == 0)
			return;
		else if (token_mark(t, '}'))
			depth--;
		else if (!token_mark(t, ';'))
			continue;
		if (depth == 0 && !token_mark(t, '{')) {
			tokens_next(t);
			return;
		}
	}
}

void
statement_refuse(struct dhcpd *d, struct dhcpd_tokens *t)
{
	char text[100];

	if (statement_cut(d, t))
		return;
	tokens_show(t, text, sizeof(text));
	imported_refuse(d->im, t->from, text,
	    "is nothing that dhcpd takes there");
	statement_pass(t);
}

void
statement_end(struct dhcpd *d, struct dhcpd_tokens *t, unsigned from,
    const char *word)
{
	if (!token_take_mark(t, ';'))
		imported_refuse(d->im, from, word, "does not end with ;");
}

struct dhcpd_statement *
statement_new(struct dhcpd *d, enum dhcpd_do what, unsigned from)
{
	struct dhcpd_statement *s = tree_new(d, sizeof(*s));

	if (s != NULL) {
		s->what = what;
		s->from = from;
	}
	return s;
}

/* An option or parameter, and its value. */
static void
take_value(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_scope *s,
    enum dhcpd_do what, const struct dhcpd_option *o, unsigned from)
{
	struct dhcpd_statement *new = statement_new(d, what, from);

	if (new == NULL || (token_mark(t, ';') && o->format[0] != 'z')) {
		statement_pass(t);
		return;
	}
	new->option = o;
	if (token_take_mark(t, '='))
		new->value = expression_take(d, t);
	else
		new->value = dhcpd_option_value(d, t, o);
	if (new->value == NULL) {
		statement_refuse(d, t);
		return;
	}
	statement_end(d, t, from, o->name);
	scope_add(s, new);
	if (((o->space == SPACE_SERVER && o->code == SERVER_FILENAME) ||
	    (o->space == SPACE_DHCP && o->code == 67)) &&
	    (new->value->op != OP_TEXT || new->value->n > 0))
		file_note(d, from);
}

void
statement_take_option(struct dhcpd *d, struct dhcpd_tokens *t,
    struct dhcpd_scope *s, unsigned from)
{
	const struct dhcpd_option *o;
	const int defined = option_define(d, t);
	char name[DHCPD_TEXT_MAX];

	if (defined == 1) {
		if (s != &d->global)
			imported_refuse(d->im, from, "option",
			    "is defined within a block, and dhcpd refuses that");
		return;
	}
	memcpy(name, t->text, t->n + 1);
	if (defined == -1)
		statement_refuse(d, t);
	else if ((o = option_take(d, t)) != NULL)
		take_value(d, t, s, DO_SET_OPTION, o, from);
	else {
		imported_refuse(d->im, from, name,
		    "is no option that dhcpd or the file defines");
		statement_pass(t);
	}
}

/* "deny booting": a flag, as if it stood there as a parameter. */
static void
take_flag(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_scope *s,
    unsigned from)
{
	static const struct {
		const char *word, *parameter;
	} flags[] = { { "booting", "allow-booting" }, { "bootp", "allow-bootp" },
	    { "unknown-clients", "boot-unknown-clients" },
	    { "dynamic-bootp", NULL }, { "duplicates", NULL },
	    { "declines", NULL }, { "client-updates", NULL },
	    { "leasequery", NULL } };
	const char is_allowed = token_is(t, "allow") ? 1 : 0;
	struct dhcpd_statement *new;

	tokens_next(t);
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		if (!token_take(t, flags[i].word))
			continue;
		statement_end(d, t, from, flags[i].word);
		new = statement_new(d, DO_SET_OPTION, from);
		if (flags[i].parameter == NULL || new == NULL)
			return;
		new->option = option_of_server(flags[i].parameter);
		new->value = option_text(d, from, &is_allowed, 1);
		if (new->value != NULL)
			scope_add(s, new);
		return;
	}
	statement_refuse(d, t);
}

/* "set NAME = VALUE", "unset NAME", "add "CLASS"": what stands behind it. */
static void
take_named(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_scope *s,
    enum dhcpd_do what, unsigned from)
{
	struct dhcpd_statement *new = statement_new(d, what, from);

	if (new == NULL || t->now != (what == DO_ADD ? TOKEN_TEXT : TOKEN_WORD)
	    || (new->name = tree_text(d, t->text, t->n)) == NULL) {
		statement_refuse(d, t);
		return;
	}
	tokens_next(t);
	if (what == DO_SET && (!token_take_mark(t, '=') ||
	    (new->value = expression_take(d, t)) == NULL)) {
		statement_refuse(d, t);
		return;
	}
	statement_end(d, t, from, new->name);
	scope_add(s, new);
}

/* What has no part in an answer: 1: it was such, and has been passed. */
static int
pass_idle(struct dhcpd_tokens *t)
{
	static const char *const idle[] = { "log", "execute", "eval", "return",
	    "parse-vendor-option", "on", "define", "db-time-format", "zone",
	    "key" };

	for (size_t i = 0; i < sizeof(idle) / sizeof(idle[0]); i++)
		if (token_is(t, idle[i])) {
			statement_pass(t);
			/* A key may have one behind its block. */
			token_take_mark(t, ';');
			return 1;
		}
	return 0;
}

/* "default NAME VALUE", "append NAME VALUE" and the like, of options. */
static void
take_changed(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_scope *s,
    enum dhcpd_do what, unsigned from)
{
	const struct dhcpd_option *o;

	token_take(t, "option");
	if ((o = option_take(d, t)) != NULL)
		take_value(d, t, s, what, o, from);
	else
		statement_refuse(d, t);
}

void
statement_take(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_scope *s,
    int depth)
{
	static const struct {
		const char *word;
		enum dhcpd_do what;
	} changes[] = { { "supersede", DO_SET_OPTION },
	    { "send", DO_SET_OPTION }, { "append", DO_APPEND },
	    { "prepend", DO_PREPEND } };
	const struct dhcpd_option *o;
	const unsigned from = t->from;

	if (t->now == TOKEN_WORD && (o = option_of_server(t->text)) != NULL) {
		tokens_next(t);
		take_value(d, t, s, DO_SET_OPTION, o, from);
		return;
	}
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
		if (token_take(t, changes[i].word)) {
			take_changed(d, t, s, changes[i].what, from);
			return;
		}
	if (token_take(t, "option"))
		statement_take_option(d, t, s, from);
	else if (control_take(d, t, s, depth))
		return;
	else if (token_is(t, "allow") || token_is(t, "deny") ||
	    token_is(t, "ignore"))
		take_flag(d, t, s, from);
	else if (token_take(t, "default"))
		take_changed(d, t, s, DO_DEFAULT, from);
	else if (token_take(t, "set"))
		take_named(d, t, s, DO_SET, from);
	else if (token_take(t, "unset"))
		take_named(d, t, s, DO_UNSET, from);
	else if (token_take(t, "add"))
		take_named(d, t, s, DO_ADD, from);
	else if (!pass_idle(t))
		statement_refuse(d, t);
}
