/*
 * Evaluating a test for a client, and finding the cards that it names.
 */
#include <bsd/sys/endian.h>
#include <string.h>

#include "mkbootroot/foreign/kea/keaquery.h"

static enum truth truth_of(struct kea_query *, const struct kea_node *);
static void value_of(struct kea_query *, const struct kea_node *,
    struct kea_value *);

static void
is_unknown(struct kea_query *q, const struct kea_node *n)
{
	if (q->unknown == NULL)
		q->unknown = n;
}

/* "a,b" at a place: the part there, from 1. */
static void
split(struct kea_value *v, const struct kea_value *by, long field)
{
	size_t from = 0, at;

	if (v->unknown || by->unknown || field < 1 || by->n == 0) {
		v->n = by->n == 0 && field == 1 ? v->n : 0;
		v->unknown |= by->unknown;
		return;
	}
	for (at = 0; at < v->n; at++) {
		if (memchr(by->byte, v->byte[at], by->n) == NULL)
			continue;
		if (--field == 0)
			break;
		from = at + 1;
	}
	if (field > 1 || (field == 1 && at < v->n))
		v->n = 0;
	else
		kea_value_substring(v, (long)from, (long)(at - from), 0);
}

static void
call(struct kea_query *q, const struct kea_node *n, struct kea_value *v)
{
	struct kea_value other;
	enum truth is;

	if (n->function == KEA_IFELSE) {
		is = truth_of(q, n->arg[0]);
		value_of(q, n->arg[is == TRUTH_YES ? 1 : 2], v);
		v->unknown |= is == TRUTH_UNKNOWN;
		return;
	}
	value_of(q, n->arg[0], v);
	switch (n->function) {
	case KEA_SUBSTRING:
		kea_value_substring(v, n->arg[1]->number, n->arg[2]->number,
		    n->arg[2]->is_all);
		break;
	case KEA_CONCAT:
		value_of(q, n->arg[1], &other);
		kea_value_append(v, &other);
		break;
	case KEA_HEXSTRING:
		value_of(q, n->arg[1], &other);
		kea_value_hexstring(v, &other);
		break;
	case KEA_LCASE:
	case KEA_UCASE:
		kea_value_case(v, n->function == KEA_UCASE);
		break;
	case KEA_SPLIT:
		value_of(q, n->arg[1], &other);
		split(v, &other, n->arg[2]->number);
		break;
	default:
		v->unknown = 1;
		is_unknown(q, n);
		break;
	}
}

static void
value_of(struct kea_query *q, const struct kea_node *n, struct kea_value *v)
{
	unsigned char number[4];

	be32enc(number, (uint32_t)n->number);
	switch (n->kind) {
	case KEA_BYTES:
		kea_value_put(v, n->bytes, n->bytes_n);
		break;
	case KEA_NUMBER:
		kea_value_put(v, number, 4);
		break;
	case KEA_FIELD:
		kea_query_field(q, n, v);
		if (v->unknown)
			is_unknown(q, n);
		break;
	case KEA_CALL:
		call(q, n, v);
		break;
	default:
		/* A truth where a text should be: Kea would not start. */
		kea_value_put(v, "", 0);
		v->unknown = 1;
		is_unknown(q, n);
		break;
	}
}

static enum truth
equal(struct kea_query *q, const struct kea_node *n)
{
	struct kea_value a, b;
	enum truth is;

	value_of(q, n->arg[0], &a);
	value_of(q, n->arg[1], &b);
	is = kea_value_equal(&a, &b);
	if (is == TRUTH_UNKNOWN)
		is_unknown(q, n);
	return is;
}

/*
 * and: what is false decides; or: what is true does. A chain of them hangs on
 * its left side, and may be as long as a file.
 */
static enum truth
junction(struct kea_query *q, const struct kea_node *n, enum truth decides)
{
	const struct kea_node *before = q->unknown;
	const enum kea_kind kind = n->kind;
	enum truth is, all = decides == TRUTH_NO ? TRUTH_YES : TRUTH_NO;

	for (int last = 0; !last; n = n->arg[0]) {
		last = n->kind != kind;
		is = truth_of(q, last ? n : n->arg[1]);
		if (is == decides) {
			q->unknown = before;
			return decides;
		}
		if (is == TRUTH_UNKNOWN)
			all = is;
	}
	return all;
}

static enum truth
truth_of(struct kea_query *q, const struct kea_node *n)
{
	enum truth is;

	switch (n->kind) {
	case KEA_EXISTS:
		is = kea_query_exists(q, n);
		break;
	case KEA_MEMBER:
		is = kea_query_member(q, n->class_at,
		    (const char *)n->bytes);
		break;
	case KEA_EQUAL:
		return equal(q, n);
	case KEA_NOT:
		is = truth_of(q, n->arg[0]);
		return is == TRUTH_UNKNOWN ? is : is == TRUTH_YES ? TRUTH_NO :
		    TRUTH_YES;
	case KEA_AND:
		return junction(q, n, TRUTH_NO);
	case KEA_OR:
		return junction(q, n, TRUTH_YES);
	default:
		is = TRUTH_UNKNOWN;
		break;
	}
	if (is == TRUTH_UNKNOWN)
		is_unknown(q, n);
	return is;
}

enum truth
kea_evaluate(struct kea_query *q, const struct kea_expression *e)
{
	q->unknown = NULL;
	return e->root == NULL ? TRUTH_UNKNOWN : truth_of(q, e->root);
}

void
kea_cards(const struct kea_expression *e,
    void (*found)(void *arg, const unsigned char mac[6], int octets),
    void *arg)
{
	const struct asker stranger = { .arch = 0 };
	struct kea_query q = { .asker = &stranger };
	struct kea_value a, b;
	unsigned char mac[6];
	int octets;

	for (const struct kea_node *n = e->kept; n != NULL; n = n->next) {
		if (e->root == NULL || n->kind != KEA_EQUAL)
			continue;
		value_of(&q, n->arg[0], &a);
		value_of(&q, n->arg[1], &b);
		if ((octets = kea_value_card(&a, &b, mac)) > 0 ||
		    (octets = kea_value_card(&b, &a, mac)) > 0)
			found(arg, mac, octets);
	}
}
