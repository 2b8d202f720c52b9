/*
 * Forwarded and X-Forwarded-For. All of an element is read, not only its
 * address: with a quote that does not end, a client could hide what the proxy
 * writes behind it.
 */
#include <arpa/inet.h>
#include <string.h>

#include "httpd/forwarded.h"

/* Fills *a with an address that is written in n bytes: 1 or 0. */
static int
address_of(const char *bytes, size_t n, int family, union address *a)
{
	char text[INET6_ADDRSTRLEN];

	if (n >= sizeof(text) || memchr(bytes, '\0', n) != NULL)
		return 0;
	memcpy(text, bytes, n);
	text[n] = '\0';
	memset(a, 0, sizeof(*a));
	a->sa.sa_family = (sa_family_t)family;
	if (family == AF_INET)
		return inet_pton(family, text, &a->in.sin_addr) == 1;
	if (inet_pton(family, text, &a->in6.sin6_addr) != 1)
		return 0;
	address_unmap(a);
	return 1;
}

/* ":" and digits, or nothing. */
static int
is_port(const char *p, size_t n)
{
	if (n == 0)
		return 1;
	for (size_t i = 1; i < n; i++)
		if (p[i] < '0' || p[i] > '9')
			return 0;
	return n > 1 && p[0] == ':';
}

/* "192.0.2.1", "192.0.2.1:80", "[2001:db8::1]:80", "2001:db8::1" */
static int
read_node(const struct piece *node, union address *a)
{
	const char *p = node->bytes, *end;

	if (node->n > 0 && *p == '[') {
		if ((end = memchr(p, ']', node->n)) == NULL)
			return 0;
		return address_of(p + 1, (size_t)(end - p) - 1, AF_INET6, a) &&
		    is_port(end + 1, node->n - (size_t)(end - p) - 1);
	}
	end = memchr(p, ':', node->n);
	if (end == NULL)
		return address_of(p, node->n, AF_INET, a);
	return address_of(p, node->n, AF_INET6, a) ||
	    (address_of(p, (size_t)(end - p), AF_INET, a) &&
	    is_port(end, node->n - (size_t)(end - p)));
}

/*
 * The pair at *pos, name=value or name="value", and the ";" behind it (RFC 7239
 * section 4). 1 or 0: it is none.
 */
static int
take_pair(const struct piece *element, size_t *pos, struct piece *name,
    struct piece *value)
{
	const char *p = element->bytes + *pos;
	const char *end = element->bytes + element->n, *q;

	if ((q = memchr(p, '=', (size_t)(end - p))) == NULL)
		return 0;
	*name = (struct piece){p, (size_t)(q - p)};
	p = q + 1;
	if (p != end && *p == '"') {
		p++;
		if ((q = memchr(p, '"', (size_t)(end - p))) == NULL)
			return 0;
		*value = (struct piece){p, (size_t)(q - p)};
		p = q + 1;
		if (memchr(value->bytes, '\\', value->n) != NULL)
			return 0;
	} else {
		for (q = p; q != end && *q != ';' && *q != ' ' && *q != '\t'; q++)
			continue;
		*value = (struct piece){p, (size_t)(q - p)};
		p = q;
		if (!piece_is_token(value))
			return 0;
	}
	/* Blanks beside a ";" are not in the standard, but some write them. */
	while (p != end && (*p == ' ' || *p == '\t'))
		p++;
	if (p != end && *p++ != ';')
		return 0;
	while (p != end && (*p == ' ' || *p == '\t'))
		p++;
	*pos = (size_t)(p - element->bytes);
	return piece_is_token(name);
}

static int
read_element(const struct piece *element, union address *a)
{
	struct piece name, node = {NULL, 0}, value;
	size_t pos = 0;

	while (pos < element->n) {
		if (!take_pair(element, &pos, &name, &value))
			return 0;
		if (!piece_is(&name, "for"))
			continue;
		if (node.bytes != NULL)
			return 0;
		node = value;
	}
	return node.bytes != NULL && read_node(&node, a);
}

/* The last element of the last line: 1; 0: no such line; -1: it ends in none. */
static int
last_element(const struct fields *f, const char *name, struct piece *element)
{
	struct piece line, value = {NULL, 0};
	size_t at = 0, pos = 0;
	int found = -1;

	while (fields_next(f, &pos, name, &line))
		value = line;
	if (value.bytes == NULL)
		return 0;
	if (value.n == 0 || value.bytes[value.n - 1] == ',')
		return -1;
	while (piece_element(&value, &at, element))
		found = 1;
	return found;
}

int
forwarded_client(const struct fields *f, union address *client)
{
	struct piece element, node;
	union address other;
	int is_old = last_element(f, "X-Forwarded-For", &node);
	int is_new = last_element(f, "Forwarded", &element);

	if (is_old == 0 && is_new == 0)
		return 0;
	if (is_old == -1 || is_new == -1 ||
	    (is_old && !read_node(&node, client)) ||
	    (is_new && !read_element(&element, &other)))
		return -1;
	if (is_old && is_new && !address_equal(client, &other, 1))
		return -1;
	if (is_new)
		*client = other;
	return 1;
}
