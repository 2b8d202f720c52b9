/*
 * Comparing what is known in part.
 */
#include <regex.h>
#include <string.h>

#include "foreign/dhcpdvalue.h"

#define SUBJECT_MAX 512

static enum truth
bytes_equal(const struct dhcpd_value *a, const struct dhcpd_value *b)
{
	const size_t n = a->n < b->n ? a->n : b->n;
	enum truth truth = TRUTH_YES;

	for (size_t i = 0; i < n; i++)
		if (a->at[i] == BYTE_UNKNOWN || b->at[i] == BYTE_UNKNOWN)
			truth = TRUTH_UNKNOWN;
		else if (a->at[i] != b->at[i])
			return TRUTH_NO;
	if ((a->n < b->n && !a->is_open) || (b->n < a->n && !b->is_open))
		return TRUTH_NO;
	return a->is_open || b->is_open ? TRUTH_UNKNOWN : truth;
}

enum truth
value_equals(const struct dhcpd_value *a, const struct dhcpd_value *b)
{
	if (a->kind == VALUE_UNKNOWN || b->kind == VALUE_UNKNOWN)
		return TRUTH_UNKNOWN;
	if (a->kind != b->kind)
		return TRUTH_NO;
	if (a->kind == VALUE_DATA)
		return bytes_equal(a, b);
	return a->kind == VALUE_NULL || a->number == b->number ? TRUTH_YES :
	    TRUTH_NO;
}

/* Whether it matches, with this in the place of what is unknown. */
static int
matches_with(const regex_t *re, const struct dhcpd_value *text,
    const char *fill)
{
	const char *next = fill;
	char subject[SUBJECT_MAX];
	size_t i;

	for (i = 0; i < text->n && i < sizeof(subject) - 1; i++) {
		subject[i] = text->at[i] == BYTE_UNKNOWN ? *next++ :
		    (char)text->at[i];
		if (*next == '\0')
			next = fill;
	}
	subject[i] = '\0';
	return regexec(re, subject, 0, NULL, 0) == 0;
}

/*
 * A pattern as text; what takes a library for ever, or all the memory, is none:
 * numbers of repetitions, and what refers back. 0; -1: it is none.
 */
static int
pattern_text(const struct dhcpd_value *pattern, char text[SUBJECT_MAX])
{
	size_t i;

	if (pattern->is_open || pattern->n >= SUBJECT_MAX)
		return -1;
	for (i = 0; i < pattern->n; i++) {
		if (pattern->at[i] == BYTE_UNKNOWN || pattern->at[i] == '{' ||
		    (pattern->at[i] == '\\' && i + 1 < pattern->n &&
		    pattern->at[i + 1] >= '0' && pattern->at[i + 1] <= '9'))
			return -1;
		text[i] = (char)pattern->at[i];
	}
	text[i] = '\0';
	return 0;
}

/* What is unknown is tried: where it makes no difference, it is known. */
static enum truth
try_all(const regex_t *re, const struct dhcpd_value *text, const char *pattern)
{
	/* Digits and others; and the versions of UNDI that there are. */
	static const char *const fill[] = { "0", "1", "2", "3", "4", "5", "6",
	    "7", "8", "9", "a", "Z", ":", "2001", "3000", "3001", "3010",
	    "3016" };
	const int first = matches_with(re, text, fill[0]);

	for (size_t i = 1; i < sizeof(fill) / sizeof(fill[0]); i++)
		if (matches_with(re, text, fill[i]) != first)
			return TRUTH_UNKNOWN;
	/* A pattern that goes as far as what is unknown may be one of those. */
	if (text->is_open)
		return first && strchr(pattern, '$') == NULL ? TRUTH_YES :
		    TRUTH_UNKNOWN;
	for (size_t i = 0; !first && i < text->n; i++)
		if (text->at[i] == BYTE_UNKNOWN &&
		    (text->n < 16 || strcasestr(pattern, "UNDI") != NULL ||
		    strchr(pattern, '$') != NULL))
			return TRUTH_UNKNOWN;
	return first ? TRUTH_YES : TRUTH_NO;
}

enum truth
value_matches(const struct dhcpd_value *text, const struct dhcpd_value *pattern,
    int any_case)
{
	char source[SUBJECT_MAX];
	enum truth truth;
	regex_t re;

	if (text->kind != VALUE_DATA || pattern->kind != VALUE_DATA ||
	    text->n >= SUBJECT_MAX || pattern_text(pattern, source) == -1)
		return TRUTH_UNKNOWN;
	if (regcomp(&re, source, REG_EXTENDED | REG_NOSUB |
	    (any_case ? REG_ICASE : 0)) != 0)
		return TRUTH_NO;
	truth = try_all(&re, text, source);
	regfree(&re);
	return truth;
}
