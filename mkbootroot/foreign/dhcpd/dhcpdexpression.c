/*
 * Operators, and the cards that comparisons name.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mkbootroot/foreign/dhcpd/dhcpdexpression.h"
#include "mkbootroot/foreign/dhcpd/dhcpdterm.h"

#define OPERATORS_MAX 500

enum kind { KIND_TRUTH, KIND_DATA, KIND_NUMBER, KIND_ANY };

static enum kind
kind_of(const struct dhcpd_expression *e)
{
	if (e->op == OP_UNKNOWN && strcasecmp(e->name, "lease-time") == 0)
		return KIND_NUMBER;
	if (e->op == OP_VARIABLE || e->op == OP_UNKNOWN)
		return KIND_ANY;
	return e->op < OP_TEXT ? KIND_TRUTH : e->op < OP_NUMBER ? KIND_DATA :
	    KIND_NUMBER;
}

static const struct operator {
	const char *text;		/* a word, or one or two marks */
	enum dhcpd_op op;
	int binds;			/* the higher, the sooner */
	enum kind of;
} operators[] = {
	{ "=", OP_EQUAL, 4, KIND_ANY }, { "!=", OP_UNEQUAL, 4, KIND_ANY },
	{ "~=", OP_MATCHES, 4, KIND_DATA },
	{ "~~", OP_MATCHES_ANY_CASE, 4, KIND_DATA },
	{ "and", OP_AND, 3, KIND_TRUTH }, { "or", OP_OR, 3, KIND_TRUTH },
	{ "+", OP_ADD, 2, KIND_NUMBER }, { "-", OP_SUBTRACT, 2, KIND_NUMBER },
	{ "*", OP_MULTIPLY, 1, KIND_NUMBER }, { "/", OP_DIVIDE, 1, KIND_NUMBER },
	{ "%", OP_REMAINDER, 1, KIND_NUMBER },
	{ "&", OP_BIT_AND, 100, KIND_NUMBER },
	{ "|", OP_BIT_OR, 100, KIND_NUMBER },
	{ "^", OP_BIT_XOR, 100, KIND_NUMBER },
};

/* The operator that stands there, which stays; NULL: none. */
static const struct operator *
operator_here(const struct dhcpd_tokens *t)
{
	const struct operator *o;

	if (t->now != TOKEN_WORD && t->now != TOKEN_MARK)
		return NULL;
	for (o = operators; o < operators +
	    sizeof(operators) / sizeof(operators[0]); o++)
		if (t->now == TOKEN_WORD ? token_is(t, o->text) :
		    t->text[0] == o->text[0] && (o->text[1] == '\0' ||
		    *t->rest == o->text[1]))
			return o;
	return NULL;
}

static void
operator_take(struct dhcpd_tokens *t, const struct operator *o)
{
	if (t->now == TOKEN_MARK && o->text[1] != '\0')
		tokens_next(t);
	tokens_next(t);
}

/* "hardware" and what is cut out of it. */
static int
card_window(const struct dhcpd_expression *e, struct card_part *part)
{
	if (e->op == OP_HARDWARE) {
		*part = (struct card_part){ .n = 7 };
		return 0;
	}
	if (e->op == OP_PICK)	/* "a client id, or else the card" */
		return e->arg[1] != NULL ? card_window(e->arg[1], part) :
		    card_window(e->arg[0], part);
	if ((e->op != OP_SUBSTRING && e->op != OP_SUFFIX) ||
	    card_window(e->arg[0], part) == -1 ||
	    e->arg[1]->op != OP_NUMBER)
		return -1;
	if (e->op == OP_SUFFIX) {
		if (e->arg[1]->number < part->n) {
			part->offset += part->n - e->arg[1]->number;
			part->n = e->arg[1]->number;
		}
		return 0;
	}
	if (e->arg[2]->op != OP_NUMBER || e->arg[1]->number > part->n)
		return -1;
	part->offset += e->arg[1]->number;
	part->n -= e->arg[1]->number;
	if (e->arg[2]->number < part->n)
		part->n = e->arg[2]->number;
	return 0;
}

int
expression_card(const struct dhcpd_expression *e, struct card_part *part)
{
	while (e->op == OP_LCASE || e->op == OP_UCASE)
		e = e->arg[0];
	if (e->op != OP_TO_ASCII)
		return card_window(e, part);
	if (e->arg[0]->op != OP_NUMBER || e->arg[0]->number != 16 ||
	    e->arg[1]->op != OP_NUMBER || e->arg[1]->number != 8 ||
	    e->arg[2]->op != OP_TEXT || e->arg[2]->n != 1 ||
	    card_window(e->arg[3], part) == -1)
		return -1;
	part->is_ascii = 1;
	part->between = (char)e->arg[2]->bytes[0];
	return 0;
}

/* "b8:27:eb" as octets: how many; 0: it is none such. */
static size_t
octets_of(const struct card_part *part, const unsigned char *value, size_t n,
    unsigned char octets[7])
{
	const char *s = (const char *)value;
	unsigned long octet;
	size_t count = 0;
	char *end;

	if (!part->is_ascii) {
		if (n <= 7)
			memcpy(octets, value, n);
		return n <= 7 ? n : 0;
	}
	if (strlen(s) != n)
		return 0;
	for (;; s = end + 1) {
		octet = strtoul(s, &end, 16);
		if (end == s || octet > 255 || count == 7)
			return 0;
		octets[count++] = (unsigned char)octet;
		if (*end == '\0')
			return count;
		if (*end != part->between)
			return 0;
	}
}

int
card_note(struct dhcpd *d, unsigned from, const struct card_part *part,
    const unsigned char *value, size_t n)
{
	unsigned char octets[7];
	struct dhcpd_card *card;
	size_t first = part->offset == 0;

	n = octets_of(part, value, n, octets);
	/* No card's: it is never true. Ours are all Ethernet's. */
	if (n == 0 || n != part->n || part->offset > 1 ||
	    (first && octets[0] != 1))
		return n == 0 || part->offset > 1 ? -1 : 0;
	if (n == first)
		return -1;
	if ((card = tree_new(d, sizeof(*card))) == NULL)
		return -1;
	card->from = from;
	card->octets = (int)(n - first);
	memcpy(card->mac, octets + first, n - first);
	*d->card_end = card;
	d->card_end = &card->next;
	return 0;
}

static void
note_cards(struct dhcpd *d, struct dhcpd_expression *e)
{
	struct card_part part;
	const struct dhcpd_expression *value = NULL;

	if (e->op != OP_EQUAL && e->op != OP_UNEQUAL)
		return;
	if (e->arg[1]->op == OP_TEXT && expression_card(e->arg[0], &part) == 0)
		value = e->arg[1];
	else if (e->arg[0]->op == OP_TEXT &&
	    expression_card(e->arg[1], &part) == 0)
		value = e->arg[0];
	if (value != NULL)
		e->is_card = card_note(d, e->from, &part, value->bytes,
		    value->n) == 0;
}

/* Both sides of an operator. NULL: it is none for them. */
static struct dhcpd_expression *
combine(struct reading *r, const struct operator *o,
    struct dhcpd_expression *left, struct dhcpd_expression *right)
{
	const enum kind a = kind_of(left), b = kind_of(right);
	struct dhcpd_expression *e;

	if ((a != b && a != KIND_ANY && b != KIND_ANY) ||
	    (o->of != KIND_ANY && b != o->of && b != KIND_ANY) ||
	    (o->of == KIND_ANY && b == KIND_TRUTH) ||
	    (e = expression_new(r, o->op)) == NULL)
		return NULL;
	e->from = left->from;
	e->arg[0] = left;
	e->arg[1] = right;
	note_cards(r->d, e);
	return e;
}

/*
 * Reads on behind a left side and its operator. As dhcpd does: what binds sooner
 * takes all that follows for the right side; and "7" is a number behind the
 * first number of an expression, and an octet behind a later one.
 */
static struct dhcpd_expression *
take_right(struct reading *r, struct dhcpd_expression *left,
    const struct operator *o, int is_number)
{
	struct dhcpd_expression *right;
	const struct operator *next;
	int count;

	if (r->depth >= DHCPD_DEPTH_MAX)
		return NULL;
	r->depth++;
	/* Each is one deeper for who evaluates it. */
	for (count = 0; count < OPERATORS_MAX; count++) {
		right = expression_one(r, is_number);
		if (right == NULL)
			break;
		is_number = kind_of(right) == KIND_NUMBER;
		next = operator_here(r->t);
		if (next != NULL && next->binds > o->binds) {
			operator_take(r->t, next);
			right = take_right(r, right, next,
			    next->of == KIND_NUMBER);
			next = NULL;
		}
		left = right == NULL ? NULL : combine(r, o, left, right);
		if (left == NULL || next == NULL) {
			r->depth--;
			return left;
		}
		operator_take(r->t, next);
		o = next;
	}
	r->depth--;
	return NULL;
}

struct dhcpd_expression *
expression_any(struct reading *r, int is_number)
{
	struct dhcpd_expression *left = expression_one(r, is_number);
	const struct operator *o;

	if (left == NULL || (o = operator_here(r->t)) == NULL)
		return left;
	operator_take(r->t, o);
	return take_right(r, left, o, kind_of(left) == KIND_NUMBER);
}

struct dhcpd_expression *
expression_take(struct dhcpd *d, struct dhcpd_tokens *t)
{
	struct reading r = { .d = d, .t = t };

	return expression_any(&r, 0);
}

struct dhcpd_expression *
expression_take_number(struct dhcpd *d, struct dhcpd_tokens *t)
{
	struct reading r = { .d = d, .t = t };

	return expression_any(&r, 1);
}

int
expression_is_truth(const struct dhcpd_expression *e)
{
	return kind_of(e) == KIND_TRUTH || kind_of(e) == KIND_ANY;
}

int
expression_is_data(const struct dhcpd_expression *e)
{
	return kind_of(e) == KIND_DATA || kind_of(e) == KIND_ANY;
}
