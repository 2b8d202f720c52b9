/*
 * Which classes a client is in: by a condition, by a value that a subclass has.
 */
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/dhcpd/dhcpdcontrol.h"
#include "mkbootroot/foreign/dhcpd/dhcpdexecute.h"

void
class_enter(struct dhcpd_asking *a, const struct dhcpd_class *c,
    const struct dhcpd_scope *s)
{
	if (a->in_n < CLASSES_MAX) {
		a->in[a->in_n].class = c;
		a->in[a->in_n++].scope = s;
	}
}

int
classes_have(const struct dhcpd_asking *a, const char *name)
{
	for (size_t i = 0; i < a->in_n; i++)
		if (strcmp(a->in[i].class->name, name) == 0)
			return 1;
	return 0;
}

static int
by_key(const void *a, const void *b)
{
	const struct dhcpd_subclass *x = *(struct dhcpd_subclass *const *)a,
	    *y = *(struct dhcpd_subclass *const *)b;
	const int order = memcmp(x->key, y->key, x->n < y->n ? x->n : y->n);

	return order != 0 ? order : (x->n > y->n) - (x->n < y->n);
}

void
classes_sort(struct dhcpd *d)
{
	struct dhcpd_subclass *sub;
	struct dhcpd_class *c;

	for (c = d->class; c != NULL; c = c->next) {
		c->sorted = tree_new(d, (c->subs + 1) * sizeof(*c->sorted));
		if (c->sorted == NULL)
			return;
		c->subs = 0;
		for (sub = c->sub; sub != NULL; sub = sub->next)
			c->sorted[c->subs++] = sub;
		qsort(c->sorted, c->subs, sizeof(*c->sorted), by_key);
		for (size_t i = 1; i < c->subs; i++)
			if (by_key(&c->sorted[i - 1], &c->sorted[i]) == 0)
				imported_refuse(d->im, c->sorted[i]->from,
				    c->name, "has this member twice");
	}
}

/* Of all bytes known: the one with this key. */
static const struct dhcpd_subclass *
subclass_with(const struct dhcpd_class *c, const struct dhcpd_value *v)
{
	unsigned char bytes[256];
	struct dhcpd_subclass key = { .key = bytes, .n = v->n },
	    *wanted = &key, **found;

	if (v->n > sizeof(bytes))
		return NULL;
	for (size_t i = 0; i < v->n; i++)
		bytes[i] = (unsigned char)v->at[i];
	found = bsearch(&wanted, c->sorted, c->subs, sizeof(*c->sorted),
	    by_key);
	return found == NULL ? NULL : *found;
}

static int
is_known(const struct dhcpd_value *v)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->at[i] == BYTE_UNKNOWN)
			return 0;
	return v->kind == VALUE_DATA && !v->is_open;
}

/* One that may be it is named, where that makes a difference. */
static void
name_possible(struct dhcpd_asking *a, struct dhcpd_class *c,
    const struct dhcpd_value *v)
{
	const struct dhcpd_subclass *sub;
	struct dhcpd_value key;
	const size_t used = a->used;

	if (c->is_card || c->is_named)
		return;
	for (sub = c->sub; sub != NULL; sub = sub->next, a->used = used) {
		key = value_bytes(a, sub->key, sub->n);
		if (value_equals(v, &key) == TRUTH_UNKNOWN && (c->is_permit ||
		    statement_matters(a->d, sub->scope->first) ||
		    statement_matters(a->d, c->scope.first)))
			unknown_name(a, "subclass", sub->from, v->why,
			    &c->is_named);
	}
}

static void
class_find_member(struct dhcpd_asking *a, struct dhcpd_class *c)
{
	const struct dhcpd_subclass *sub = NULL;
	struct dhcpd_value v;

	if (c->condition != NULL) {
		v = evaluate(a, c->condition);
		if (v.kind == VALUE_UNKNOWN && (c->is_permit ||
		    c->sub != NULL ||
		    statement_matters(a->d, c->scope.first)))
			unknown_name(a, "match", c->condition->from, v.why,
			    &c->is_named);
		if (v.kind != VALUE_TRUTH || v.number == 0)
			return;
		if (c->key == NULL) {
			class_enter(a, c, &c->scope);
			return;
		}
	}
	if (c->key == NULL)
		return;
	v = evaluate(a, c->key);
	if (v.kind == VALUE_NULL || (v.kind == VALUE_DATA && v.n == 0 &&
	    !v.is_open))
		return;
	if (is_known(&v))
		sub = subclass_with(c, &v);
	else
		name_possible(a, c, &v);
	if (sub != NULL)
		class_enter(a, c, sub->scope);
	else if (c->is_spawning)
		class_enter(a, c, &c->scope);
}

void
classes_find(struct dhcpd_asking *a)
{
	struct dhcpd_class *c;
	size_t used = a->used;

	for (c = a->d->class; c != NULL; c = c->next, a->used = used)
		class_find_member(a, c);
}
