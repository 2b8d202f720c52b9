/*
 * Expressions for one client. dhcpd knows true, false and NULL; unknown is what
 * it would know and we do not, and goes through all that depends on it.
 */
#include <ctype.h>
#include <string.h>

#include "mkbootroot/foreign/dhcpd/dhcpdvalue.h"

static const struct dhcpd_value null = { .kind = VALUE_NULL };

static struct dhcpd_value
value_number(unsigned long number)
{
	return (struct dhcpd_value){ .kind = VALUE_NUMBER, .number = number };
}

static struct dhcpd_value
cut(struct dhcpd_asking *a, const struct dhcpd_expression *e)
{
	struct dhcpd_value v = evaluate(a, e->arg[0]);
	const struct dhcpd_value from = evaluate(a, e->arg[1]),
	    n = evaluate(a, e->arg[2]);

	if (v.kind == VALUE_NULL || from.kind == VALUE_NULL ||
	    n.kind == VALUE_NULL)
		return null;
	if (v.kind != VALUE_DATA || from.kind != VALUE_NUMBER ||
	    n.kind != VALUE_NUMBER)
		return value_unknown(value_why(&v, &from));
	if (v.is_open && (from.number > v.n || n.number > v.n - from.number))
		return value_unknown(v.why);
	if (from.number >= v.n) {
		v.n = 0;
		return v;
	}
	v.at += from.number;
	v.n -= from.number;
	if (n.number < v.n)
		v.n = n.number;
	v.is_open = 0;
	return v;
}

static struct dhcpd_value
suffix(struct dhcpd_asking *a, const struct dhcpd_expression *e)
{
	struct dhcpd_value v = evaluate(a, e->arg[0]);
	const struct dhcpd_value n = evaluate(a, e->arg[1]);

	if (v.kind == VALUE_NULL || n.kind == VALUE_NULL)
		return null;
	if (v.kind != VALUE_DATA || v.is_open || n.kind != VALUE_NUMBER)
		return value_unknown(value_why(&v, &n));
	if (n.number < v.n) {
		v.at += v.n - n.number;
		v.n = n.number;
	}
	return v;
}

/* A value in another case; what is unknown stays so. */
static struct dhcpd_value
change_case(struct dhcpd_asking *a, const struct dhcpd_expression *e)
{
	struct dhcpd_value v = evaluate(a, e->arg[0]);
	uint16_t *at;

	if (v.kind != VALUE_DATA)
		return v;
	if ((at = value_room(a, v.n)) == NULL)
		return value_unknown("a long text");
	for (size_t i = 0; i < v.n; i++)
		at[i] = v.at[i] == BYTE_UNKNOWN ? BYTE_UNKNOWN : (uint16_t)
		    (e->op == OP_LCASE ? tolower(v.at[i]) : toupper(v.at[i]));
	v.at = at;
	return v;
}

static struct dhcpd_value
join(struct dhcpd_asking *a, const struct dhcpd_value *left,
    const struct dhcpd_value *right)
{
	struct dhcpd_value v = *left;
	uint16_t *at;

	if (left->kind == VALUE_NULL || right->kind == VALUE_NULL)
		return null;
	if (left->kind != VALUE_DATA || right->kind != VALUE_DATA)
		return value_unknown(value_why(left, right));
	if (left->is_open)
		return v;
	if ((at = value_room(a, left->n + right->n)) == NULL)
		return value_unknown("a long text");
	/* Values without bytes have no place. */
	for (size_t i = 0; i < left->n; i++)
		at[i] = left->at[i];
	for (size_t i = 0; i < right->n; i++)
		at[left->n + i] = right->at[i];
	v.at = at;
	v.n += right->n;
	v.is_open = right->is_open;
	v.why = value_why(left, right);
	return v;
}

/*
 * The first that there is; one that is unknown may be it. A client id is of the
 * card, where boot loaders send one: it makes no difference before the card.
 */
static struct dhcpd_value
pick(struct dhcpd_asking *a, const struct dhcpd_expression *e)
{
	struct dhcpd_value v = null;

	for (; e != NULL && v.kind == VALUE_NULL; e = e->arg[1])
		if (e->arg[0]->op != OP_OPTION || e->arg[1] == NULL ||
		    e->arg[0]->option->space != SPACE_DHCP ||
		    e->arg[0]->option->code != 61 ||
		    e->arg[1]->arg[0]->op != OP_HARDWARE)
			v = evaluate(a, e->arg[0]);
	return v;
}

static struct dhcpd_value
concat(struct dhcpd_asking *a, const struct dhcpd_expression *e)
{
	struct dhcpd_value v = evaluate(a, e->arg[0]), next;

	while ((e = e->arg[1]) != NULL) {
		next = evaluate(a, e->arg[0]);
		v = join(a, &v, &next);
	}
	return v;
}

/* The file's own values: of a variable, or of an option that was set. */
static struct dhcpd_value
own(struct dhcpd_asking *a, const struct dhcpd_expression *e)
{
	const struct dhcpd_slot *slot;

	if (e->op == OP_CONFIG_OPTION) {
		slot = slot_find(a, e->option->space, e->option->code);
		return slot == NULL ? null : slot_value(a, slot);
	}
	for (size_t i = 0; i < a->variables; i++)
		if (strcmp(a->variable[i].name, e->name) == 0)
			return e->op == OP_VARIABLE ? a->variable[i].value :
			    value_truth(a->variable[i].value.kind !=
			    VALUE_NULL ? TRUTH_YES : TRUTH_NO, NULL);
	/* It may have been set when the lease was given. */
	return value_unknown(e->name);
}

static struct dhcpd_value
packet(struct dhcpd_asking *a, const struct dhcpd_expression *e)
{
	/* The numbers stand where a substring has them behind its data. */
	struct dhcpd_value v = client_packet(a);
	const struct dhcpd_value from = evaluate(a, e->arg[0]),
	    n = evaluate(a, e->arg[1]);

	if (v.kind != VALUE_DATA || from.kind != VALUE_NUMBER ||
	    n.kind != VALUE_NUMBER || from.number > v.n ||
	    n.number > v.n - from.number)
		return value_unknown("the packet");
	v.at += from.number;
	v.n = n.number;
	v.is_open = 0;
	return v;
}

struct dhcpd_value
slot_value(struct dhcpd_asking *a, const struct dhcpd_slot *slot)
{
	struct dhcpd_value v = evaluate(a, slot->part[0]), next;

	for (size_t i = 1; i < slot->parts; i++) {
		next = evaluate(a, slot->part[i]);
		v = join(a, &v, &next);
	}
	return v;
}

static struct dhcpd_value
evaluate_one(struct dhcpd_asking *a, struct dhcpd_expression *e)
{
	switch (e->op) {
	case OP_TEXT:
		return value_bytes(a, e->bytes, e->n);
	case OP_OPTION:
		return client_option(a, e->option);
	case OP_HARDWARE:
		return client_card(a);
	case OP_PACKET:
		return packet(a, e);
	case OP_SUBSTRING:
		return cut(a, e);
	case OP_SUFFIX:
		return suffix(a, e);
	case OP_CONCAT:
		return concat(a, e);
	case OP_LCASE:
	case OP_UCASE:
		return change_case(a, e);
	case OP_PICK:
		return pick(a, e);
	case OP_HOST_NAME:
		return a->host == NULL ? null :
		    value_bytes(a, a->host->name, strlen(a->host->name));
	case OP_NULL:
		return null;
	case OP_UNKNOWN:
		return value_unknown(e->name);
	case OP_NUMBER:
		return value_number(e->number);
	case OP_CONFIG_OPTION:
	case OP_DEFINED:
	case OP_VARIABLE:
		return own(a, e);
	default:
		return e->op < OP_TEXT ? evaluate_truth(a, e) :
		    evaluate_integer(a, e);
	}
}

struct dhcpd_value
evaluate(struct dhcpd_asking *a, struct dhcpd_expression *e)
{
	struct dhcpd_value v;

	/* An option that is set to itself has no end. */
	if (a->depth > 2000)
		return value_unknown("an option that depends on itself");
	a->depth++;
	v = evaluate_one(a, e);
	a->depth--;
	return v;
}
