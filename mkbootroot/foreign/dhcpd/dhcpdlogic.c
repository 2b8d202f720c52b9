/*
 * Conditions for one client: true, false, NULL, or unknown.
 */
#include "mkbootroot/foreign/dhcpd/dhcpdvalue.h"

static struct dhcpd_value
compare(struct dhcpd_asking *a, const struct dhcpd_expression *e)
{
	const struct dhcpd_value left = evaluate(a, e->arg[0]),
	    right = evaluate(a, e->arg[1]);
	enum truth truth = value_equals(&left, &right);

	/* Whoever has that card is asked for as such: this one has not. */
	if (truth == TRUTH_UNKNOWN && e->is_card)
		truth = TRUTH_NO;
	if (truth != TRUTH_UNKNOWN && e->op == OP_UNEQUAL)
		truth = truth == TRUTH_YES ? TRUTH_NO : TRUTH_YES;
	return value_truth(truth, value_why(&left, &right));
}

#define ARCHS_FOUND 64

/*
 * A vendor class and a pattern that is the same for all: found once for each
 * kind of client. The expressions are of the tree, where memory is, too.
 */
static enum truth
match_class(struct dhcpd_asking *a, struct dhcpd_expression *e,
    const struct dhcpd_value *class, const struct dhcpd_value *pattern)
{
	const size_t at = a->who->arch * 2 + (a->who->is_http != 0);
	const int any_case = e->op == OP_MATCHES_ANY_CASE;
	enum truth truth;

	if (e->found == NULL)
		e->found = tree_new(a->d, ARCHS_FOUND * 2);
	if (e->found == NULL || a->who->arch >= ARCHS_FOUND)
		return class_matches(class, pattern, any_case);
	if (e->found[at] != 0)
		return (enum truth)(e->found[at] - 1);
	truth = class_matches(class, pattern, any_case);
	e->found[at] = (unsigned char)(truth + 1);
	return truth;
}

static struct dhcpd_value
match(struct dhcpd_asking *a, struct dhcpd_expression *e)
{
	const struct dhcpd_value text = evaluate(a, e->arg[0]),
	    pattern = evaluate(a, e->arg[1]);
	enum truth truth;

	if (text.kind == VALUE_NULL || pattern.kind == VALUE_NULL)
		return (struct dhcpd_value){ .kind = VALUE_NULL };
	if (text.kind == VALUE_DATA && e->arg[0]->op == OP_OPTION &&
	    e->arg[0]->option->space == SPACE_DHCP &&
	    e->arg[0]->option->code == 60 && e->arg[1]->op == OP_TEXT)
		truth = match_class(a, e, &text, &pattern);
	else
		truth = value_matches(&text, &pattern,
		    e->op == OP_MATCHES_ANY_CASE);
	return value_truth(truth, value_why(&text, &pattern));
}

static int
is_true(const struct dhcpd_value *v)
{
	return v->kind == VALUE_TRUTH && v->number != 0;
}

static struct dhcpd_value
negate(const struct dhcpd_value *v)
{
	if (v->kind == VALUE_TRUTH && v->is_open)
		return value_unknown(v->why);
	return v->kind != VALUE_TRUTH ? *v :
	    value_truth(v->number ? TRUTH_NO : TRUTH_YES, NULL);
}

/*
 * What is false on the left is NULL as a whole, and so is its negation: that is
 * dhcpd's way. is_open: it is not true, but whether it is false or NULL depends
 * on what is unknown.
 */
static struct dhcpd_value
both(struct dhcpd_asking *a, const struct dhcpd_expression *e)
{
	const struct dhcpd_value left = evaluate(a, e->arg[0]);
	struct dhcpd_value right;

	if (left.kind == VALUE_NULL || (left.kind == VALUE_TRUTH &&
	    !left.number))
		return (struct dhcpd_value){ .kind = VALUE_NULL };
	right = evaluate(a, e->arg[1]);
	if (left.kind != VALUE_UNKNOWN)
		return right;
	if (is_true(&right) || right.kind == VALUE_UNKNOWN)
		return left;
	return (struct dhcpd_value){ .kind = VALUE_TRUTH, .is_open = 1,
	    .why = left.why };
}

static struct dhcpd_value
either(struct dhcpd_asking *a, const struct dhcpd_expression *e)
{
	const struct dhcpd_value left = evaluate(a, e->arg[0]);
	struct dhcpd_value right;

	if (is_true(&left))
		return left;
	right = evaluate(a, e->arg[1]);
	if (is_true(&right) || right.kind == VALUE_UNKNOWN)
		return right;
	if (left.kind == VALUE_UNKNOWN || left.is_open ||
	    right.kind == VALUE_NULL)
		return left;
	return right;
}

static struct dhcpd_value
exists(struct dhcpd_asking *a, const struct dhcpd_expression *e)
{
	const struct dhcpd_value v = client_option(a, e->option);

	return value_truth(v.kind == VALUE_UNKNOWN ? TRUTH_UNKNOWN :
	    v.kind == VALUE_NULL ? TRUTH_NO : TRUTH_YES, v.why);
}

struct dhcpd_value
evaluate_truth(struct dhcpd_asking *a, struct dhcpd_expression *e)
{
	struct dhcpd_value v;

	switch (e->op) {
	case OP_AND:
		return both(a, e);
	case OP_OR:
		return either(a, e);
	case OP_NOT:
		v = evaluate(a, e->arg[0]);
		return negate(&v);
	case OP_EQUAL:
	case OP_UNEQUAL:
		return compare(a, e);
	case OP_MATCHES:
	case OP_MATCHES_ANY_CASE:
		return match(a, e);
	case OP_EXISTS:
		return exists(a, e);
	case OP_KNOWN:
		return value_truth(a->is_known ? TRUTH_YES : TRUTH_NO, NULL);
	default:
		return value_truth(a->is_static ? TRUTH_YES : TRUTH_NO, NULL);
	}
}
