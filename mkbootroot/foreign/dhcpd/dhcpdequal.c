/*
 * Comparing what is known in part.
 */
#include <regex.h>
#include <string.h>

#include "mkbootroot/foreign/dhcpd/dhcpdvalue.h"

#define SUBJECT_MAX 512
#define CLASS_UNKNOWN 4		/* bytes of a version of UNDI */

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

/*
 * A pattern as text. What takes a library for ever, or all the memory, is none: what
 * refers back, numbers of repetitions, and repetitions of each other, which it
 * writes out. 0; -1: it is none.
 */
static int
pattern_text(const struct dhcpd_value *pattern, char text[SUBJECT_MAX])
{
	size_t i, depth = 0, repeated = 0;

	if (pattern->is_open || pattern->n >= SUBJECT_MAX)
		return -1;
	for (i = 0; i < pattern->n; i++) {
		if (pattern->at[i] == BYTE_UNKNOWN || pattern->at[i] == '{' ||
		    (pattern->at[i] == '\\' && i + 1 < pattern->n &&
		    pattern->at[i + 1] >= '0' && pattern->at[i + 1] <= '9'))
			return -1;
		depth += pattern->at[i] == '(';
		repeated += pattern->at[i] == '+' || pattern->at[i] == '*' ||
		    pattern->at[i] == '?';
		text[i] = (char)pattern->at[i];
	}
	text[i] = '\0';
	return depth > 8 || repeated > 8 ? -1 : 0;
}

/* A text without unknown bytes. 0; -1: it has some, or is too long. */
static int
subject_text(const struct dhcpd_value *text, char subject[SUBJECT_MAX])
{
	size_t i;

	if (text->is_open || text->n >= SUBJECT_MAX)
		return -1;
	for (i = 0; i < text->n && text->at[i] != BYTE_UNKNOWN; i++)
		subject[i] = (char)text->at[i];
	subject[i] = '\0';
	return i == text->n ? 0 : -1;
}

enum truth
value_matches(const struct dhcpd_value *text, const struct dhcpd_value *pattern,
    int any_case)
{
	char source[SUBJECT_MAX], subject[SUBJECT_MAX];
	enum truth truth;
	regex_t re;

	if (text->kind != VALUE_DATA || pattern->kind != VALUE_DATA ||
	    pattern_text(pattern, source) == -1 ||
	    subject_text(text, subject) == -1)
		return TRUTH_UNKNOWN;
	if (regcomp(&re, source, REG_EXTENDED | REG_NOSUB |
	    (any_case ? REG_ICASE : 0)) != 0)
		return TRUTH_NO;
	truth = regexec(&re, subject, 0, NULL, 0) == 0 ? TRUTH_YES : TRUTH_NO;
	regfree(&re);
	return truth;
}

/* "3016": a digit, and an octet in three digits. */
static void
write_version(char text[CLASS_UNKNOWN + 1], int major, int minor)
{
	text[0] = (char)('0' + major);
	text[1] = (char)('0' + minor / 100);
	text[2] = (char)('0' + minor / 10 % 10);
	text[3] = (char)('0' + minor % 10);
	text[4] = '\0';
}

enum truth
class_matches(const struct dhcpd_value *class,
    const struct dhcpd_value *pattern, int any_case)
{
	char source[SUBJECT_MAX], subject[SUBJECT_MAX];
	int first = -1, matches = 0;
	regex_t re;

	if (class->n < CLASS_UNKNOWN || class->n >= SUBJECT_MAX ||
	    pattern->kind != VALUE_DATA || pattern_text(pattern, source) == -1)
		return TRUTH_UNKNOWN;
	if (regcomp(&re, source, REG_EXTENDED | REG_NOSUB |
	    (any_case ? REG_ICASE : 0)) != 0)
		return TRUTH_NO;
	for (size_t i = 0; i < class->n - CLASS_UNKNOWN; i++)
		subject[i] = (char)class->at[i];
	for (int major = 0; major <= 9 && (first == -1 || matches == first);
	    major++)
		for (int minor = 0; minor <= 255; minor++) {
			write_version(subject + class->n - CLASS_UNKNOWN,
			    major, minor);
			matches = regexec(&re, subject, 0, NULL, 0) == 0;
			if (first == -1)
				first = matches;
			if (matches != first)
				break;
		}
	regfree(&re);
	return matches != first ? TRUTH_UNKNOWN : matches ? TRUTH_YES :
	    TRUTH_NO;
}
