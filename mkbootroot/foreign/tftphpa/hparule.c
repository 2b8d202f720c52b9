/*
 * The three fields of a rule, and what each becomes.
 */
#include <ctype.h>
#include <string.h>

#include "mkbootroot/foreign/tftphpa/hpapattern.h"
#include "mkbootroot/foreign/tftphpa/hparepeat.h"
#include "mkbootroot/foreign/tftphpa/hparule.h"

struct text {
	const char *s;
	size_t n;
};

/*
 * The next field: up to a blank or a #, each without a backslash before it.
 * Backslashes stay, two of them are one that is meant.
 */
static struct text
field(const char **line)
{
	struct text t;
	size_t n = 0;

	while (isspace((unsigned char)**line))
		(*line)++;
	t.s = *line;
	while (t.s[n] != '\0' && t.s[n] != '#' &&
	    !isspace((unsigned char)t.s[n]))
		n += t.s[n] == '\\' && t.s[n + 1] != '\0' ? 2 : 1;
	t.n = n;
	*line += n;
	return t;
}

static const char *
take_operation(struct hparule *r, struct text operation)
{
	int rewrites = 0;

	for (size_t i = 0; i < operation.n; i++)
		switch (operation.s[i]) {
		case 'r':
			rewrites = 1;
			break;
		case 'g':
			r->words[REMAP_ALL] = 1;
			break;
		case 'i':
			r->words[REMAP_NOCASE] = 1;
			break;
		case 'e':
			r->words[REMAP_LAST] = 1;
			break;
		case 'a':
			r->words[REMAP_REFUSE] = 1;
			break;
		case 'G':
			r->words[REMAP_GET] = 1;
			break;
		case 'P':
			r->words[REMAP_PUT] = 1;
			break;
		case '~':
			r->words[REMAP_NOT] = 1;
			break;
		case 's':
			return "starts over from the first rule (s)";
		case '4':
		case '6':
			return "is for IPv4 or IPv6 only (4, 6)";
		default:
			return "has an operation that tftpd-hpa does not know";
		}
	if (r->words[REMAP_NOT] && rewrites)
		return "has ~ and r, which tftpd-hpa refuses";
	if (r->words[REMAP_GET] && r->words[REMAP_PUT])
		return "is for no request: it has G and P";
	r->has_to = rewrites && !r->words[REMAP_REFUSE];
	r->words[REMAP_ALL] &= r->has_to;
	if (!r->has_to && !r->words[REMAP_REFUSE] && !r->words[REMAP_LAST])
		return "does nothing: it has neither r, a nor e";
	return NULL;
}

/* What stands for c behind a backslash in a replacement; 0: nothing does. */
static const char *
escape(char c, char out[3])
{
	out[0] = '$';
	out[1] = c;
	out[2] = '\0';
	if (c == 'i' || c == 'x')
		return NULL;
	if ((c >= '0' && c <= '9') || c == 'U' || c == 'L' || c == 'E' ||
	    c == '$')
		return out;
	out[0] = c;
	out[1] = '\0';
	return out;
}

/* A group that the regular expression has not is empty. */
static const char *
take_replacement(struct hparule *r, struct text t)
{
	const unsigned groups = pattern_groups(r->from);
	const char *s;
	char out[3];
	size_t n = 0, i;

	for (i = 0; i < t.n; i++) {
		if (t.s[i] == '\\' && i + 1 < t.n && t.s[i + 1] >= '0' &&
		    t.s[i + 1] <= '9' && (unsigned)(t.s[i + 1] - '0') >
		    groups) {
			i++;
			continue;
		}
		if (t.s[i] == '\\' && i + 1 < t.n)
			s = escape(t.s[++i], out);
		else
			s = t.s[i] == '$' ? "$$" : (out[0] = t.s[i],
			    out[1] = '\0', out);
		if (s == NULL)
			return "has the client's address in the name "
			    "(\\i, \\x): a folder for each client is an "
			    "image, boot=";
		if (n + 3 > sizeof(r->to))
			return "is too long";
		while (*s != '\0')
			r->to[n++] = *s++;
	}
	r->to[n] = '\0';
	return NULL;
}

static int
has_control(struct text t)
{
	for (size_t i = 0; i < t.n; i++)
		if ((unsigned char)t.s[i] < 0x20 || t.s[i] == 0x7f)
			return 1;
	return 0;
}

/* Makes from= of the n bytes, and says what the map would not take. */
static const char *
take_regex(struct hparule *r, const char *regex, size_t n)
{
	const char *reason;

	if ((reason = hpapattern(regex, n, r->from, sizeof(r->from))) ==
	    NULL)
		reason = pattern_reason(r->from);
	return reason;
}

/* What the match becomes, and for one that repeats whether it can. */
static const char *
take_rewriting(struct hparule *r, struct text replacement)
{
	const char *reason;

	if ((reason = take_replacement(r, replacement)) != NULL ||
	    !r->has_to)
		return reason;
	if (r->words[REMAP_ALL] && pattern_width(r->from) == 0 &&
	    !hparepeat(r->from, r->to))
		return "repeats (g) what has no fixed length";
	return remap_to_reason(r->to, r->from);
}

const char *
hparule_next(struct hparule *r)
{
	size_t n = strlen(r->rest), first = hpapattern_alternative(r->rest, n);
	const char *regex = r->rest;

	r->rest = first < n ? regex + first + 1 : NULL;
	return take_regex(r, regex, first);
}

const char *
hparule_parse(const char *line, struct hparule *r)
{
	struct text operation, regex, replacement;
	const char *reason;

	memset(r, 0, sizeof(*r));
	operation = field(&line);
	regex = field(&line);
	replacement = field(&line);
	if (operation.n == 0)
		return NULL;
	r->is_rule = 1;
	if ((reason = take_operation(r, operation)) != NULL)
		return reason;
	if (regex.n == 0)
		return "has no regular expression";
	if (has_control(regex) || has_control(replacement))
		return "has a control character";
	/*
	 * One that only ends or refuses may be several lines. Rewriting
	 * would not do: what the first has made, the second would see.
	 */
	if (!r->has_to && !r->words[REMAP_NOT] &&
	    hpapattern_alternative(regex.s, regex.n) < regex.n) {
		memcpy(r->alternatives, regex.s, regex.n < sizeof(
		    r->alternatives) ? regex.n : sizeof(r->alternatives) - 1);
		r->rest = r->alternatives;
		return regex.n < sizeof(r->alternatives) ? hparule_next(r) :
		    "is too long";
	}
	if ((reason = take_regex(r, regex.s, regex.n)) != NULL)
		return reason;
	return take_rewriting(r, replacement);
}
