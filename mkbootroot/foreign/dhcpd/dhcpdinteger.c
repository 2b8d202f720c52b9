/*
 * Expressions with numbers in them.
 */
#include <stdio.h>

#include "mkbootroot/foreign/dhcpd/dhcpdvalue.h"

static unsigned long
operate(enum dhcpd_op op, unsigned long a, unsigned long b)
{
	switch (op) {
	case OP_ADD:
		return a + b;
	case OP_SUBTRACT:
		return a - b;
	case OP_MULTIPLY:
		return a * b;
	case OP_DIVIDE:
		return a / b;
	case OP_REMAINDER:
		return a % b;
	case OP_BIT_AND:
		return a & b;
	case OP_BIT_OR:
		return a | b;
	default:
		return a ^ b;
	}
}

static struct dhcpd_value
arithmetic(struct dhcpd_asking *a, const struct dhcpd_expression *e)
{
	const struct dhcpd_value left = evaluate(a, e->arg[0]),
	    right = evaluate(a, e->arg[1]);
	struct dhcpd_value v = { .kind = VALUE_NUMBER };

	if (left.kind == VALUE_NULL || right.kind == VALUE_NULL ||
	    ((e->op == OP_DIVIDE || e->op == OP_REMAINDER) &&
	    right.kind == VALUE_NUMBER && right.number == 0))
		return (struct dhcpd_value){ .kind = VALUE_NULL };
	if (left.kind != VALUE_NUMBER || right.kind != VALUE_NUMBER)
		return value_unknown(left.why != NULL ? left.why : right.why);
	v.number = operate(e->op, left.number, right.number);
	return v;
}

/* "extract-int(DATA, 16)": the first bytes as a number. */
static struct dhcpd_value
extract(struct dhcpd_asking *a, const struct dhcpd_expression *e)
{
	const struct dhcpd_value data = evaluate(a, e->arg[0]),
	    bits = evaluate(a, e->arg[1]);
	struct dhcpd_value v = { .kind = VALUE_NUMBER };

	if (data.kind == VALUE_NULL)
		return data;
	if (data.kind != VALUE_DATA || bits.kind != VALUE_NUMBER)
		return value_unknown(data.why);
	if (data.n < bits.number / 8)
		return data.is_open ? value_unknown(data.why) :
		    (struct dhcpd_value){ .kind = VALUE_NULL };
	for (size_t i = 0; i < bits.number / 8; i++) {
		if (data.at[i] == BYTE_UNKNOWN)
			return value_unknown(data.why);
		v.number = v.number << 8 | data.at[i];
	}
	return v;
}

static struct dhcpd_value
encode(struct dhcpd_asking *a, const struct dhcpd_expression *e)
{
	const struct dhcpd_value number = evaluate(a, e->arg[0]),
	    bits = evaluate(a, e->arg[1]);
	unsigned char bytes[4] = { 0 };
	size_t n;

	if (number.kind != VALUE_NUMBER || bits.kind != VALUE_NUMBER)
		return number.kind == VALUE_NULL ? number :
		    value_unknown(number.why);
	if ((n = bits.number / 8) > sizeof(bytes))
		return value_unknown("an integer of that width");
	for (size_t i = 0; i < n; i++)
		bytes[i] = (unsigned char)(number.number >> 8 * (n - 1 - i));
	return value_bytes(a, bytes, n);
}

/* A number in a base, behind what is there: how many bytes. */
static size_t
digits(char text[40], unsigned long number, unsigned long base)
{
	static const char all[] = "0123456789abcdefghijklmnopqrstuvwxyz";
	char turned[40];
	size_t n = 0, i;

	do {
		turned[n++] = all[number % base];
		number /= base;
	} while (number > 0);
	for (i = 0; i < n; i++)
		text[i] = turned[n - 1 - i];
	return n;
}

/* "binary-to-ascii(16, 8, ":", DATA)": no zeros before a number. */
static struct dhcpd_value
to_ascii(struct dhcpd_asking *a, const struct dhcpd_expression *e)
{
	const struct dhcpd_value base = evaluate(a, e->arg[0]),
	    bits = evaluate(a, e->arg[1]), between = evaluate(a, e->arg[2]),
	    data = evaluate(a, e->arg[3]);
	size_t width, n = 0;
	char text[1024];

	if (between.kind == VALUE_NULL || data.kind == VALUE_NULL)
		return (struct dhcpd_value){ .kind = VALUE_NULL };
	if (base.kind != VALUE_NUMBER || bits.kind != VALUE_NUMBER ||
	    between.kind != VALUE_DATA || data.kind != VALUE_DATA ||
	    data.is_open || between.is_open || base.number < 2 ||
	    base.number > 36 || between.n > 8)
		return value_unknown(data.why != NULL ? data.why :
		    "binary-to-ascii");
	if ((bits.number != 8 && bits.number != 16 && bits.number != 32) ||
	    data.n % (bits.number / 8) != 0)
		return (struct dhcpd_value){ .kind = VALUE_NULL };
	width = bits.number / 8;
	for (size_t i = 0; i < data.n; i += width) {
		unsigned long number = 0;

		if (n > sizeof(text) - 64)
			return value_unknown("a long text");
		for (size_t j = 0; i > 0 && j < between.n; j++)
			text[n++] = (char)between.at[j];
		for (size_t j = 0; j < width; j++) {
			if (data.at[i + j] == BYTE_UNKNOWN)
				return value_unknown(data.why != NULL ?
				    data.why : "a card");
			number = number << 8 | data.at[i + j];
		}
		n += digits(text + n, number, base.number);
	}
	return value_bytes(a, text, n);
}

static struct dhcpd_value
reverse(struct dhcpd_asking *a, const struct dhcpd_expression *e)
{
	const struct dhcpd_value width = evaluate(a, e->arg[0]);
	struct dhcpd_value v = evaluate(a, e->arg[1]);
	uint16_t *at;

	if (v.kind == VALUE_NULL)
		return v;
	if (width.kind != VALUE_NUMBER || v.kind != VALUE_DATA || v.is_open)
		return value_unknown(v.why);
	if (width.number == 0 || v.n % width.number != 0)
		return (struct dhcpd_value){ .kind = VALUE_NULL };
	if ((at = value_room(a, v.n)) == NULL)
		return value_unknown("a long text");
	for (size_t i = 0; i < v.n; i += width.number)
		for (size_t j = 0; j < width.number; j++)
			at[i + j] = v.at[v.n - i - width.number + j];
	v.at = at;
	return v;
}

struct dhcpd_value
evaluate_integer(struct dhcpd_asking *a, const struct dhcpd_expression *e)
{
	switch (e->op) {
	case OP_EXTRACT:
		return extract(a, e);
	case OP_ENCODE:
		return encode(a, e);
	case OP_TO_ASCII:
		return to_ascii(a, e);
	case OP_REVERSE:
		return reverse(a, e);
	default:
		return arithmetic(a, e);
	}
}
