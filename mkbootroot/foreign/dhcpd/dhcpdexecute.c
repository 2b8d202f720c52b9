/*
 * Options are set, not evaluated: dhcpd does that when it answers.
 */
#include <string.h>

#include "mkbootroot/foreign/dhcpd/dhcpdcontrol.h"
#include "mkbootroot/foreign/dhcpd/dhcpdexecute.h"

static void execute(struct dhcpd_asking *a, struct dhcpd_statement *s);

/*
 * The one of an option. Parameters without a number of their own are told apart
 * by their names: they are only named.
 */
static struct dhcpd_slot *
slot_of(struct dhcpd_asking *a, struct dhcpd_statement *s)
{
	const struct dhcpd_option *o = s->option;
	struct dhcpd_slot *slot;

	for (slot = a->slot; slot < a->slot + a->slots; slot++)
		if (slot->option == o || (slot->option->space == o->space &&
		    slot->option->code == o->code &&
		    (o->space != SPACE_SERVER ||
		    o->code < SERVER_WITHOUT_WORD)))
			return slot;
	if (a->slots == SLOTS_MAX) {
		imported_refuse(a->d->im, s->from, o->name,
		    "is one option too many");
		return NULL;
	}
	slot = &a->slot[a->slots++];
	slot->option = o;
	slot->parts = 0;
	return slot;
}

static void
set_option(struct dhcpd_asking *a, struct dhcpd_statement *s)
{
	struct dhcpd_slot *slot = slot_of(a, s);
	size_t at = 0;

	if (slot == NULL || (s->what == DO_DEFAULT && slot->parts > 0))
		return;
	if (s->what != DO_APPEND && s->what != DO_PREPEND)
		slot->parts = 0;
	if (slot->parts == PARTS_MAX) {
		imported_refuse(a->d->im, s->from, s->option->name,
		    "is joined from too many parts");
		return;
	}
	if (s->what == DO_APPEND)
		at = slot->parts;
	memmove(slot->part + at + 1, slot->part + at,
	    (slot->parts - at) * sizeof(slot->part[0]));
	slot->part[at] = s->value;
	slot->parts++;
	slot->by = s;
}

/* Whether a condition holds. Unknown is never true. */
static int
holds(struct dhcpd_asking *a, struct dhcpd_statement *s)
{
	const struct dhcpd_value v = evaluate(a, s->value);

	if (v.kind == VALUE_UNKNOWN && (statement_matters(a->d, s->then) ||
	    statement_matters(a->d, s->otherwise)))
		unknown_name(a, "if", s->from, v.why, &s->is_named);
	return v.kind == VALUE_TRUTH && v.number != 0;
}

/* The statements behind the case of a value. */
static struct dhcpd_statement *
find_case(struct dhcpd_asking *a, struct dhcpd_statement *s)
{
	const struct dhcpd_value v = evaluate(a, s->value);
	struct dhcpd_statement *other = NULL, *c;
	struct dhcpd_value of;
	enum truth truth;

	for (c = s->then; c != NULL; c = c->next) {
		if (c->what == DO_OTHERWISE && other == NULL)
			other = c->next;
		if (c->what != DO_CASE)
			continue;
		of = evaluate(a, c->value);
		/* A value that is NULL is that of no case. */
		truth = v.kind == VALUE_NULL ? TRUTH_NO : value_equals(&v, &of);
		if (truth == TRUTH_YES)
			return c->next;
		if (truth == TRUTH_UNKNOWN && statement_matters(a->d, s->then))
			unknown_name(a, "switch", s->from, value_why(&v, &of),
			    &s->is_named);
	}
	return other;
}

static void
set_variable(struct dhcpd_asking *a, const struct dhcpd_statement *s)
{
	size_t i;

	for (i = 0; i < a->variables; i++)
		if (strcmp(a->variable[i].name, s->name) == 0)
			break;
	/* What has no room stays unknown. */
	if (i == VARIABLES_MAX)
		return;
	if (i == a->variables)
		a->variables++;
	a->variable[i].name = s->name;
	a->variable[i].value = s->what == DO_SET ? evaluate(a, s->value) :
	    (struct dhcpd_value){ .kind = VALUE_NULL };
}

static void
execute_one(struct dhcpd_asking *a, struct dhcpd_statement *s)
{
	const struct dhcpd_class *c;

	switch (s->what) {
	case DO_IF:
		/* Else-ifs hang on each other, perhaps very many. */
		while (s->what == DO_IF) {
			if (holds(a, s)) {
				execute(a, s->then);
				return;
			}
			if (s->otherwise == NULL ||
			    s->otherwise->what != DO_IF ||
			    s->otherwise->next != NULL)
				break;
			s = s->otherwise;
		}
		execute(a, s->otherwise);
		break;
	case DO_SWITCH:
		execute(a, find_case(a, s));
		break;
	case DO_SET:
	case DO_UNSET:
		set_variable(a, s);
		break;
	case DO_ADD:
		if ((c = class_find(a->d, s->name)) != NULL)
			class_enter(a, c, &c->scope);
		break;
	case DO_CASE:
	case DO_OTHERWISE:
	case DO_BREAK:
		break;
	default:
		set_option(a, s);
	}
}

static void
execute(struct dhcpd_asking *a, struct dhcpd_statement *s)
{
	for (; s != NULL && s->what != DO_BREAK; s = s->next)
		execute_one(a, s);
}

/* Whether a block is another one, or around it. */
static int
is_around(const struct dhcpd_scope *s, const struct dhcpd_scope *inner)
{
	while (inner != NULL && inner != s)
		inner = inner->up;
	return inner == s;
}

void
scope_execute(struct dhcpd_asking *a, const struct dhcpd_scope *s,
    const struct dhcpd_scope *limit)
{
	const struct dhcpd_scope *chain[DHCPD_DEPTH_MAX + 8];
	size_t n = 0;

	for (; s != NULL && !is_around(s, limit) &&
	    n < sizeof(chain) / sizeof(chain[0]); s = s->up)
		chain[n++] = s;
	while (n > 0)
		execute(a, chain[--n]->first);
}
