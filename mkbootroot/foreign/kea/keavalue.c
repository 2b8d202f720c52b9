/*
 * What is not known stays with its byte, whatever is cut and joined.
 */
#include <ctype.h>
#include <string.h>

#include "mkbootroot/foreign/kea/keavalue.h"

void
kea_value_put(struct kea_value *v, const void *bytes, size_t n)
{
	v->unknown = n > KEA_VALUE_MAX;
	v->n = v->unknown ? 0 : n;
	memcpy(v->byte, bytes, v->n);
	memset(v->is, KEA_KNOWN, v->n);
	memset(v->from, KEA_NOT_OF_CARD, v->n);
}

void
kea_value_append(struct kea_value *v, const struct kea_value *more)
{
	v->unknown |= more->unknown || more->n > KEA_VALUE_MAX - v->n;
	if (v->unknown)
		return;
	memcpy(v->byte + v->n, more->byte, more->n);
	memcpy(v->is + v->n, more->is, more->n);
	memcpy(v->from + v->n, more->from, more->n);
	v->n += more->n;
}

/* A negative start counts from the end, a negative n to the left. */
void
kea_value_substring(struct kea_value *v, long start, long n, int all)
{
	const long size = (long)v->n;
	long from, end;

	if (v->unknown)
		return;
	if (start < -size || start >= size || (n == 0 && !all)) {
		v->n = 0;
		return;
	}
	from = start < 0 ? size + start : start;
	end = all || n > size - from ? size : from + n;
	if (!all && n < 0) {
		end = from;
		from = -n > end ? 0 : end + n;
	}
	v->n = (size_t)(end - from);
	memmove(v->byte, v->byte + from, v->n);
	memmove(v->is, v->is + from, v->n);
	memmove(v->from, v->from + from, v->n);
}

static void
put_digit(struct kea_value *to, const struct kea_value *v, size_t at, int high)
{
	const unsigned digit = high ? v->byte[at] >> 4 : v->byte[at] & 15;
	const unsigned char from = v->from[at];

	to->byte[to->n] = (unsigned char)"0123456789abcdef"[digit];
	to->is[to->n] = v->is[at];
	to->from[to->n++] = (unsigned char)((from & 0xf0) != KEA_OCTET ? 0 :
	    (high ? KEA_HIGH : KEA_LOW) + (from & 15));
}

void
kea_value_hexstring(struct kea_value *v, const struct kea_value *between)
{
	struct kea_value made = { .n = 0 };

	made.unknown = v->unknown || between->unknown;
	for (size_t i = 0; !made.unknown && i < v->n; i++) {
		if (i > 0)
			kea_value_append(&made, between);
		if (made.n + 2 > KEA_VALUE_MAX)
			made.unknown = 1;
		if (made.unknown)
			break;
		put_digit(&made, v, i, 1);
		put_digit(&made, v, i, 0);
	}
	*v = made;
}

/* A digit of a card's address in upper case is none that we could look for. */
void
kea_value_case(struct kea_value *v, int upper)
{
	for (size_t i = 0; !v->unknown && i < v->n; i++) {
		v->byte[i] = (unsigned char)(upper ? toupper(v->byte[i]) :
		    tolower(v->byte[i]));
		if (upper)
			v->from[i] = KEA_NOT_OF_CARD;
	}
}

static int
digit(unsigned char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ?
	    c - 'a' + 10 : -1;
}

/* Puts what b has for a byte of the address there; 0: it cannot. */
static int
card_byte(unsigned char from, unsigned char b, unsigned char mac[6],
    unsigned char have[6])
{
	const unsigned at = from & 15;
	const int value = (from & 0xf0) == KEA_OCTET ? b : digit(b);

	if (value < 0 || at > 5)
		return 0;
	switch (from & 0xf0) {
	case KEA_OCTET:
		mac[at] = (unsigned char)value;
		have[at] = 3;
		return 1;
	case KEA_HIGH:
		mac[at] = (unsigned char)((mac[at] & 15) | value << 4);
		have[at] |= 2;
		return 1;
	default:
		mac[at] = (unsigned char)((mac[at] & 0xf0) | value);
		have[at] |= 1;
		return 1;
	}
}

int
kea_value_card(const struct kea_value *a, const struct kea_value *b,
    unsigned char mac[6])
{
	unsigned char have[6] = { 0 };
	int n = 0;

	if (a->unknown || b->unknown || a->n != b->n)
		return 0;
	memset(mac, 0, 6);
	for (size_t i = 0; i < a->n; i++)
		if (a->from[i] == KEA_NOT_OF_CARD ? a->byte[i] != b->byte[i] :
		    !card_byte(a->from[i], b->byte[i], mac, have))
			return 0;
	while (n < 6 && have[n] == 3)
		n++;
	for (int i = n; i < 6; i++)
		if (have[i] != 0)
			return 0;
	return n;
}

enum truth
kea_value_equal(const struct kea_value *a, const struct kea_value *b)
{
	enum truth truth = TRUTH_YES;
	unsigned char mac[6];
	size_t others = 0;

	if (a->unknown || b->unknown)
		return TRUTH_UNKNOWN;
	if (a->n != b->n)
		return TRUTH_NO;
	for (size_t i = 0; i < a->n; i++) {
		const int is_same = a->byte[i] == b->byte[i];

		if (a->is[i] == KEA_OTHER || b->is[i] == KEA_OTHER)
			others++;
		else if (a->is[i] == KEA_KNOWN && b->is[i] == KEA_KNOWN &&
		    !is_same)
			return TRUTH_NO;
		else if (!is_same)
			truth = TRUTH_UNKNOWN;
	}
	/* The cards that the file names are asked about each by itself. */
	if (others > 0)
		return kea_value_card(a, b, mac) > 0 ||
		    kea_value_card(b, a, mac) > 0 ? TRUTH_NO : TRUTH_UNKNOWN;
	return truth;
}
