/*
 * The target of a request.
 */
#include <string.h>
#include <strings.h>

#include "httpd/target.h"

static int
hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' :
	    c >= 'a' && c <= 'f' ? c - 'a' + 10 :
	    c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/*
 * The byte that the text begins with, decoded; *pos is moved behind it. -1: '%'
 * without two digits.
 */
static int
take_byte(const struct piece *text, size_t *pos)
{
	const char *p = text->bytes + *pos;
	int high, low;

	if (*p != '%') {
		*pos += 1;
		return (unsigned char)*p;
	}
	if (text->n - *pos < 3 || (high = hex_digit(p[1])) == -1 ||
	    (low = hex_digit(p[2])) == -1)
		return -1;
	*pos += 3;
	return high << 4 | low;
}

/*
 * 1: the path of a target, "/x" or "http://host/x", without its first slash;
 * what is behind '?' is for the program that a server may start, and '#' is
 * for the client alone. 0: no such target: "*" and "host:port" are for methods
 * that are not done here (RFC 9112 sections 3.2.3 and 3.2.4).
 */
static int
path_of(const struct piece *target, struct piece *path)
{
	const char *p = target->bytes, *end = p + target->n;
	size_t host_n;

	*path = (struct piece){p, 0};
	if (target->n > 0 && *p != '/') {
		/* What a proxy gets; its host is ours, whatever it says. */
		if (target->n >= 7 && strncasecmp(p, "http://", 7) == 0)
			p += 7;
		else if (target->n >= 8 && strncasecmp(p, "https://", 8) == 0)
			p += 8;
		else
			return 0;
		for (host_n = 0; p + host_n != end &&
		    strchr("/?#", p[host_n]) == NULL; host_n++)
			continue;
		if (host_n == 0 ||
		    !target_is_host(&(struct piece){p, host_n}))
			return 0;
		p += host_n;
	} else if (target->n == 0) {
		return 0;
	}
	if (p != end && *p == '/')
		p++;
	path->bytes = p;
	while (p != end && *p != '?' && *p != '#')
		p++;
	path->n = (size_t)(p - path->bytes);
	return 1;
}

enum refusal
target_name(const struct piece *target, char name[TARGET_NAME_SIZE])
{
	struct piece path;
	size_t n = 0, pos = 0;
	int byte;

	name[0] = '\0';
	/* Neither blanks nor control bytes stand in a target, encoded or not. */
	for (size_t i = 0; i < target->n; i++)
		if ((unsigned char)target->bytes[i] <= ' ' ||
		    target->bytes[i] == 0x7f)
			return REFUSE_TARGET;
	if (!path_of(target, &path))
		return REFUSE_TARGET;
	while (pos < path.n) {
		/* Decoded, a control byte is no part of a name either. */
		if ((byte = take_byte(&path, &pos)) < ' ' || byte == 0x7f) {
			name[0] = '\0';
			return REFUSE_TARGET;
		}
		if (n == TARGET_NAME_SIZE - 1) {
			name[0] = '\0';
			return REFUSE_TARGET_LONG;
		}
		name[n++] = (char)byte;
	}
	name[n] = '\0';
	return REFUSE_NOTHING;
}

/* Of names of hosts and addresses (RFC 3986 section 3.2.2). */
static int
is_host_byte(char c, int bracketed)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80 ||
	    (c != '\0' && strchr("-._~%!$&'()*+,;=", c) != NULL) ||
	    (bracketed && c == ':');
}

int
target_is_host(const struct piece *value)
{
	const char *p = value->bytes, *end = p + value->n;
	int bracketed = p != end && *p == '[';

	if (bracketed)
		p++;
	while (p != end && is_host_byte(*p, bracketed))
		p++;
	if (bracketed && (p == end || *p++ != ']'))
		return 0;
	if (p != end && *p == ':')
		for (p++; p != end && *p >= '0' && *p <= '9'; p++)
			continue;
	return p == end;
}
