/*
 * Classes, and what is said of some of their members.
 */
#include <string.h>

#include "mkbootroot/foreign/dhcpd/dhcpdblock.h"
#include "mkbootroot/foreign/dhcpd/dhcpdexpression.h"
#include "mkbootroot/foreign/dhcpd/dhcpdoption.h"
#include "mkbootroot/foreign/dhcpd/dhcpdstatement.h"

/* A class of the file, behind the others, or before them. */
static struct dhcpd_class *
class_new(struct dhcpd *d, struct dhcpd_scope *s, const char *name,
    unsigned from, int is_first)
{
	struct dhcpd_class *c = tree_new(d, sizeof(*c)), **end = &d->class;

	if (c == NULL ||
	    (c->name = tree_text(d, name, strlen(name))) == NULL)
		return NULL;
	c->from = from;
	c->sub_end = &c->sub;
	scope_begin(&c->scope, s);
	while (!is_first && *end != NULL)
		end = &(*end)->next;
	c->next = *end;
	*end = c;
	return c;
}

/* "match if CONDITION", "match VALUE", "spawn with VALUE". */
static void
match_take(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_class *c,
    unsigned from)
{
	struct dhcpd_expression **e = &c->key;
	struct card_part part;

	if (token_take(t, "if"))
		e = &c->condition;
	if ((*e = expression_take(d, t)) == NULL ||
	    (e == &c->condition && !expression_is_truth(*e))) {
		*e = NULL;
		statement_refuse(d, t);
		return;
	}
	if (e == &c->key)
		c->is_card = expression_card(c->key, &part) == 0;
	statement_end(d, t, from, "match");
}

static void
class_body(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_class *c,
    int depth)
{
	unsigned from;

	while (!token_mark(t, '}') && !statement_cut(d, t)) {
		from = t->from;
		if (token_take(t, "match")) {
			match_take(d, t, c, from);
		} else if (token_take(t, "spawn")) {
			c->is_spawning = 1;
			imported_refuse(d->im, from, "spawn",
			    "makes a class for each value, which has no word "
			    "in clients(5)");
			if (token_take(t, "with"))
				match_take(d, t, c, from);
			else
				statement_refuse(d, t);
		} else if (token_is(t, "lease") || token_is(t, "dynamic")) {
			statement_pass(t);
		} else
			statement_take(d, t, &c->scope, depth);
	}
	token_take_mark(t, '}');
}

void
class_take(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_scope *s,
    unsigned from, int depth)
{
	struct dhcpd_class *c;

	if (t->now != TOKEN_TEXT) {
		statement_refuse(d, t);
		return;
	}
	/* What is said again of one is said behind the rest of it. */
	if ((c = class_find(d, t->text)) == NULL &&
	    (c = class_new(d, s, t->text, from, 0)) == NULL)
		return;
	tokens_next(t);
	if (!token_take_mark(t, '{'))
		statement_refuse(d, t);
	else
		class_body(d, t, c, depth);
}

void
class_take_option(struct dhcpd *d, struct dhcpd_tokens *t,
    struct dhcpd_scope *s, unsigned from, unsigned code)
{
	struct dhcpd_expression *e = tree_new(d, sizeof(*e)),
	    *option = tree_new(d, sizeof(*option));
	struct dhcpd_option *o = tree_new(d, sizeof(*o));
	struct dhcpd_class *c;

	if (e == NULL || option == NULL || o == NULL)
		return;
	/* Of several, the user's is said before the vendor's. */
	if (t->now != TOKEN_TEXT ||
	    (c = class_new(d, s, "", from, code == 77)) == NULL ||
	    (e->arg[1] = option_text(d, from, t->text, t->n)) == NULL) {
		statement_refuse(d, t);
		return;
	}
	tokens_next(t);
	o->code = code;
	o->name = code == 77 ? "user-class" : "vendor-class-identifier";
	o->format = "d";
	option->op = OP_OPTION;
	option->option = o;
	e->op = OP_EQUAL;
	e->from = option->from = from;
	e->arg[0] = option;
	c->condition = e;
	if (!token_take_mark(t, '{'))
		statement_refuse(d, t);
	else
		class_body(d, t, c, 0);
}

/* The data that the members of a subclass have. */
static int
key_take(struct dhcpd *d, struct dhcpd_tokens *t, struct dhcpd_subclass *sub)
{
	struct dhcpd_expression *e;

	if (t->now == TOKEN_TEXT) {
		e = option_text(d, t->from, t->text, t->n);
		tokens_next(t);
	} else
		e = option_bytes(d, t);
	if (e == NULL)
		return -1;
	sub->key = e->bytes;
	sub->n = e->n;
	return 0;
}

void
subclass_take(struct dhcpd *d, struct dhcpd_tokens *t, unsigned from,
    int depth)
{
	struct dhcpd_subclass *sub = tree_new(d, sizeof(*sub));
	struct card_part part;
	struct dhcpd_class *c = NULL;

	if (sub == NULL)
		return;
	if (t->now == TOKEN_TEXT && (c = class_find(d, t->text)) != NULL)
		tokens_next(t);
	if (c == NULL || key_take(d, t, sub) == -1) {
		statement_refuse(d, t);
		return;
	}
	sub->from = from;
	sub->scope = &c->scope;
	*c->sub_end = sub;
	c->sub_end = &sub->next;
	c->subs++;
	if (c->key != NULL && expression_card(c->key, &part) == 0 &&
	    card_note(d, from, &part, sub->key, sub->n) == -1)
		c->is_card = 0;
	if (token_take_mark(t, ';'))
		return;
	if ((sub->scope = tree_new(d, sizeof(*sub->scope))) == NULL)
		return;
	scope_begin(sub->scope, &c->scope);
	if (!token_take_mark(t, '{')) {
		statement_refuse(d, t);
		return;
	}
	while (!token_mark(t, '}') && !statement_cut(d, t))
		if (token_is(t, "lease") || token_is(t, "dynamic"))
			statement_pass(t);
		else
			statement_take(d, t, sub->scope, depth);
	token_take_mark(t, '}');
}
