/*
 * The head of a request taken apart. Nothing is read kindly: a line ends in CR
 * and LF, a request line has two blanks, and where a request ends is said once.
 * What two readers understand differently is how requests are smuggled past
 * one of them.
 */
#include <string.h>

#include "httpd/request.h"

/* Empty lines before the first one are passed over (RFC 9112 section 2.2). */
static size_t
begin_of(const char *bytes, size_t n)
{
	size_t pos = 0;

	while (n - pos >= 2 && bytes[pos] == '\r' && bytes[pos + 1] == '\n')
		pos += 2;
	return pos;
}

size_t
request_length(const char *bytes, size_t n)
{
	const char *end;
	size_t begin;

	if (n > REQUEST_HEAD_MAX)
		n = REQUEST_HEAD_MAX;
	begin = begin_of(bytes, n);
	end = memmem(bytes + begin, n - begin, "\r\n\r\n", 4);
	return end == NULL ? 0 : (size_t)(end - bytes) + 4;
}

/*
 * Whether there is neither a LF without its CR nor a CR without its LF; behind a
 * CR at the end it may still come.
 */
static int
lines_end_well(const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (bytes[i] == '\n' && (i == 0 || bytes[i - 1] != '\r'))
			return 0;
		if (bytes[i] == '\r' && n - i > 1 && bytes[i + 1] != '\n')
			return 0;
	}
	return 1;
}

/* Up to the next blank, or to the end; *pos is moved behind the blank. */
static struct piece
take_part(const char *line, size_t n, size_t *pos)
{
	const char *begin = line + *pos, *blank = memchr(begin, ' ', n - *pos);
	struct piece part = {begin, blank == NULL ? n - *pos :
	    (size_t)(blank - begin)};

	*pos += part.n + (blank != NULL);
	return part;
}

/* "HTTP/1.1": 1, and its two digits. */
static int
version_of(const char *p, size_t n, int *major, int *minor)
{
	if (n != 8 || memcmp(p, "HTTP/", 5) != 0 || p[5] < '0' ||
	    p[5] > '9' || p[6] != '.' || p[7] < '0' || p[7] > '9')
		return 0;
	*major = p[5] - '0';
	*minor = p[7] - '0';
	return 1;
}

/* Methods differ in case (RFC 9110 section 9.1): "get" is another one. */
static int
method_is(const struct piece *method, const char *name)
{
	return method->n == strlen(name) &&
	    memcmp(method->bytes, name, method->n) == 0;
}

/* Those that everybody knows are not allowed, others not known. */
static enum refusal
method_refused(const struct piece *method)
{
	static const char *const known[] = {"CONNECT", "DELETE", "OPTIONS",
	    "PATCH", "PUT", "TRACE"};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (method_is(method, known[i]))
			return REFUSE_METHOD;
	return REFUSE_METHOD_UNKNOWN;
}

/* The first line, without its CRLF (RFC 9112 section 3). */
static enum refusal
parse_line(const char *line, size_t n, struct request *r)
{
	size_t pos = 0;
	struct piece method = take_part(line, n, &pos);
	struct piece target = take_part(line, n, &pos);
	int major;

	if (method_is(&method, "HEAD"))
		r->method = METHOD_HEAD;
	else if (method_is(&method, "POST"))
		r->method = METHOD_POST;
	/* HTTP/0.9 has no version in it, and no head in the answer. */
	if (!piece_is_token(&method) || target.n == 0 ||
	    !version_of(line + pos, n - pos, &major, &r->minor))
		return REFUSE_NOT_HTTP;
	if (major != 1)
		return REFUSE_VERSION;
	/* A later 1.x is understood as 1.1 (RFC 9110 section 2.5). */
	if (r->minor > 1)
		r->minor = 1;
	if (r->method == METHOD_GET && !method_is(&method, "GET"))
		return method_refused(&method);
	return target_name(&target, r->name);
}

/*
 * One Host, which a client of HTTP/1.0 may leave away (RFC 9112 section 3.2).
 * What it says is nothing to us.
 */
static enum refusal
check_host(const struct request *r)
{
	struct piece value;
	size_t times = fields_value(&r->fields, "Host", &value);

	if (times == 0)
		return r->minor == 0 ? REFUSE_NOTHING : REFUSE_HOST;
	return times == 1 && target_is_host(&value) ? REFUSE_NOTHING :
	    REFUSE_HOST;
}

/*
 * GET and HEAD have no content (RFC 9110 section 9.3.1). Who says two things
 * about its length, or says it in a way that HTTP/1.0 does not know, has
 * another request behind it that only some would see (RFC 9112 section 6.3).
 * Behind what POST sends there is none for us: the connection ends.
 */
static enum refusal
check_content(const struct request *r)
{
	struct piece coding, length;
	size_t codings = fields_value(&r->fields, "Transfer-Encoding", &coding);
	size_t lengths = fields_value(&r->fields, "Content-Length", &length);
	int is_zero = 1;

	if (codings > 0)
		return lengths > 0 || r->minor == 0 ? REFUSE_LENGTH :
		    REFUSE_CODING;
	if (lengths == 0)
		return REFUSE_NOTHING;
	if (lengths > 1 || length.n == 0)
		return REFUSE_LENGTH;
	for (size_t i = 0; i < length.n; i++) {
		if (length.bytes[i] < '0' || length.bytes[i] > '9')
			return REFUSE_LENGTH;
		if (length.bytes[i] != '0')
			is_zero = 0;
	}
	return is_zero || r->method == METHOD_POST ? REFUSE_NOTHING :
	    REFUSE_CONTENT;
}

/* RFC 9112 section 9.3. */
static int
keeps_connection(const struct request *r)
{
	struct piece element, value;
	size_t at, pos = 0;
	int keeps = r->minor == 1, closes = 0;

	while (fields_next(&r->fields, &pos, "Connection", &value))
		for (at = 0; piece_element(&value, &at, &element);)
			if (piece_is(&element, "close"))
				closes = 1;
			else if (piece_is(&element, "keep-alive"))
				keeps = 1;
	return keeps && !closes;
}

/* Where the CRLF of a line is, or NULL. */
static const char *
line_end(const char *line, size_t n)
{
	return memmem(line, n, "\r\n", 2);
}

enum refusal
request_parse(const char *bytes, size_t n, struct request *r)
{
	size_t begin = begin_of(bytes, n);
	const char *line = bytes + begin, *end = line_end(line, n - begin);
	enum refusal refusal;

	*r = (struct request){.method = METHOD_GET};
	if (end == NULL)
		return REFUSE_NOT_HTTP;
	if (!lines_end_well(bytes, n))
		return REFUSE_LINE_END;
	if ((refusal = parse_line(line, (size_t)(end - line), r)) !=
	    REFUSE_NOTHING)
		return refusal;
	/* Between the CRLF of the first line and that of the empty one. */
	r->fields = (struct fields){end + 2, n - (size_t)(end - bytes) - 4};
	if (!fields_are_good(r->fields.bytes, r->fields.n))
		return REFUSE_FIELD;
	if ((refusal = check_host(r)) != REFUSE_NOTHING ||
	    (refusal = check_content(r)) != REFUSE_NOTHING)
		return refusal;
	r->keeps = r->method != METHOD_POST && keeps_connection(r);
	return REFUSE_NOTHING;
}

/*
 * Who speaks another protocol gets an answer now, and not when we have waited
 * long enough: TLS, HTTP/0.9, HTTP/2, lines that end in LF alone.
 */
enum refusal
request_hopeless(const char *bytes, size_t n, enum request_method *method)
{
	size_t begin = begin_of(bytes, n);
	const char *line = bytes + begin, *end = line_end(line, n - begin);
	struct piece first = {line, 1};
	struct request r = {.method = METHOD_GET};
	enum refusal refusal = REFUSE_NOTHING;

	*method = METHOD_GET;
	if (n - begin > 0 && *line != '\r' && !piece_is_token(&first))
		return REFUSE_NOT_HTTP;
	if (!lines_end_well(bytes, n))
		return REFUSE_LINE_END;
	if (end != NULL)
		refusal = parse_line(line, (size_t)(end - line), &r);
	*method = r.method;
	if (refusal != REFUSE_NOTHING)
		return refusal;
	if (n < REQUEST_HEAD_MAX)
		return REFUSE_NOTHING;
	/* RFC 9112 section 3; empty lines alone are no target. */
	return end == NULL && begin == 0 ? REFUSE_TARGET_LONG :
	    REFUSE_HEAD_LONG;
}
