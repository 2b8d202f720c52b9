/*
 * Conditions for one client: true, false, NULL, or unknown.
 */
#include "foreign/dhcpdvalue.h"

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

static struct dhcpd_value
match(struct dhcpd_asking *a, const struct dhcpd_expression *e)
{
	const struct dhcpd_value text = evaluate(a, e->arg[0]),
	    pattern = evaluate(a, e->arg[1]);

	if (text.kind == VALUE_NULL || pattern.kind == VALUE_NULL)
		return (struct dhcpd_value){ .kind = VALUE_NULL };
	return value_truth(value_matches(&text, &pattern,
	    e->op == OP_MATCHES_ANY_CASE), value_why(&text, &pattern));
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
evaluate_truth(struct dhcpd_asking *a, const struct dhcpd_expression *e)
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
