/*
 * Range. What is not understood is no mistake: the whole is sent then
 * (RFC 9110 section 14.2).
 */
#include <string.h>
#include <strings.h>

#include "httpd/range.h"

/*
 * The digits at *pos, which is moved behind them; what is too large is the
 * largest. 0: there is none.
 */
static int
take_number(const struct piece *p, size_t *pos, uint64_t *value)
{
	size_t begin = *pos;

	for (*value = 0; *pos < p->n; ++*pos) {
		unsigned digit = (unsigned)(p->bytes[*pos] - '0');

		if (digit > 9)
			break;
		*value = *value > (UINT64_MAX - digit) / 10 ? UINT64_MAX :
		    *value * 10 + digit;
	}
	return *pos > begin;
}

/* "-500": the last ones. */
static enum range
take_last(const struct piece *p, uint64_t size, uint64_t *first, uint64_t *n)
{
	size_t pos = 1;
	uint64_t last;

	if (!take_number(p, &pos, &last) || pos != p->n)
		return RANGE_WHOLE;
	if (last == 0)
		return RANGE_BEYOND;
	/* The last ones of nothing are nothing, which Content-Range cannot say. */
	if (size == 0)
		return RANGE_WHOLE;
	*n = last < size ? last : size;
	*first = size - *n;
	return RANGE_PART;
}

/* "500-999", "500-". */
static enum range
take_from(const struct piece *p, uint64_t size, uint64_t *first, uint64_t *n)
{
	uint64_t begin, end = UINT64_MAX;
	size_t pos = 0;

	if (!take_number(p, &pos, &begin) || pos == p->n ||
	    p->bytes[pos++] != '-')
		return RANGE_WHOLE;
	if (pos < p->n && (!take_number(p, &pos, &end) || pos != p->n ||
	    end < begin))
		return RANGE_WHOLE;
	if (begin >= size)
		return RANGE_BEYOND;
	*first = begin;
	*n = (end < size - 1 ? end : size - 1) - begin + 1;
	return RANGE_PART;
}

enum range
range_parse(const struct piece *value, uint64_t size, uint64_t *first,
    uint64_t *n)
{
	struct piece list, more, one;
	size_t pos = 0;

	*first = 0;
	*n = size;
	if (value->n < 6 || strncasecmp(value->bytes, "bytes=", 6) != 0)
		return RANGE_WHOLE;
	list = (struct piece){value->bytes + 6, value->n - 6};
	if (!piece_element(&list, &pos, &one) ||
	    piece_element(&list, &pos, &more))
		return RANGE_WHOLE;
	return one.bytes[0] == '-' ? take_last(&one, size, first, n) :
	    take_from(&one, size, first, n);
}
