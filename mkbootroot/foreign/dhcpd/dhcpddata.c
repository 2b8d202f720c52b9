/*
 * The values of options, as they stand in the file, as bytes.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mkbootroot/foreign/dhcpd/dhcpdoption.h"

/* Bytes as they come together; is_unknown: a host's name is among them. */
struct data {
	unsigned char bytes[DHCPD_TEXT_MAX];
	size_t n;
	const char *unknown;
};

static int
data_add(struct data *b, const void *bytes, size_t n)
{
	if (sizeof(b->bytes) - b->n < n)
		return -1;
	memcpy(b->bytes + b->n, bytes, n);
	b->n += n;
	return 0;
}

/* The lowest bytes of a number, the highest of them first. */
static int
data_number(struct data *b, unsigned long number, int n)
{
	unsigned char byte;

	while (n-- > 0) {
		byte = (unsigned char)(number >> (8 * n));
		if (data_add(b, &byte, 1) == -1)
			return -1;
	}
	return 0;
}

struct dhcpd_expression *
option_text(struct dhcpd *d, unsigned from, const char *bytes, size_t n)
{
	struct dhcpd_expression *e = tree_new(d, sizeof(*e));

	if (e == NULL || (e->bytes = (unsigned char *)tree_text(d, bytes,
	    n)) == NULL)
		return NULL;
	e->op = OP_TEXT;
	e->from = from;
	e->n = n;
	return e;
}

/* "00:07": octets in hexadecimal. */
static int
take_octets(struct data *b, struct dhcpd_tokens *t)
{
	unsigned long octet;
	char *end;

	do {
		if (t->now != TOKEN_WORD)
			return -1;
		octet = strtoul(t->text, &end, 16);
		if (*end != '\0' || octet > 255 || t->text[0] == '-' ||
		    data_number(b, octet, 1) == -1)
			return -1;
		tokens_next(t);
	} while (token_take_mark(t, ':'));
	return 0;
}

struct dhcpd_expression *
option_bytes(struct dhcpd *d, struct dhcpd_tokens *t)
{
	struct data b = { .n = 0 };
	const unsigned from = t->from;

	if (take_octets(&b, t) == -1)
		return NULL;
	return option_text(d, from, (const char *)b.bytes, b.n);
}

/* "10.9.0.1", or a host's name, which the DNS knows and we do not. */
static int
take_address(struct dhcpd *d, struct data *b, struct dhcpd_tokens *t)
{
	char name[256];
	struct in_addr a;
	size_t n = 0;

	do {
		if (t->now != TOKEN_WORD || t->n > sizeof(name) - 2 - n)
			return -1;
		memcpy(name + n, t->text, t->n);
		n += t->n;
		name[n++] = '.';
		tokens_next(t);
	} while (token_take_mark(t, '.'));
	name[--n] = '\0';
	if (inet_pton(AF_INET, name, &a) == 1)
		return data_add(b, &a.s_addr, 4);
	if (strspn(name, "0123456789.") == n)
		return -1;
	b->unknown = tree_text(d, name, n);
	return b->unknown == NULL ? -1 : 0;
}

int
option_address(struct dhcpd *d, struct dhcpd_tokens *t, uint32_t *address)
{
	struct data b = { .n = 0 };
	struct in_addr a;

	if (take_address(d, &b, t) == -1)
		return -1;
	*address = 0;
	if (b.n == 4) {
		memcpy(&a.s_addr, b.bytes, 4);
		*address = ntohl(a.s_addr);
	}
	return 0;
}

static int
take_number(struct data *b, struct dhcpd_tokens *t, int n)
{
	char *end;
	long number;

	if (t->now != TOKEN_WORD)
		return -1;
	errno = 0;
	number = strtol(t->text, &end, 0);
	if (end == t->text || *end != '\0' || errno != 0)
		return -1;
	tokens_next(t);
	return data_number(b, (unsigned long)number, n);
}

static int
take_flag(struct data *b, struct dhcpd_tokens *t)
{
	static const struct {
		const char *word;
		unsigned char value;
	} flags[] = { { "true", 1 }, { "on", 1 }, { "false", 0 }, { "off", 0 },
	    { "ignore", 2 } };

	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (token_take(t, flags[i].word))
			return data_add(b, &flags[i].value, 1);
	return -1;
}

static int
take_text(struct data *b, struct dhcpd_tokens *t)
{
	if ((t->now != TOKEN_TEXT && t->now != TOKEN_WORD) ||
	    data_add(b, t->text, t->n) == -1)
		return -1;
	tokens_next(t);
	return 0;
}

/* Whatever there is until the statement ends. */
static int
take_anything(struct dhcpd *d, struct data *b, struct dhcpd_tokens *t)
{
	while (!token_mark(t, ';') && !token_mark(t, '{') &&
	    !token_mark(t, '}') && t->now != TOKEN_END && t->now != TOKEN_CUT)
		tokens_next(t);
	b->unknown = tree_text(d, "a value", 7);
	return 0;
}

static int
take_part(struct dhcpd *d, struct data *b, struct dhcpd_tokens *t, char letter)
{
	switch (letter) {
	case 'a':
		return take_address(d, b, t);
	case 'd':
		return t->now == TOKEN_TEXT ? take_text(b, t) :
		    take_octets(b, t);
	case 't':
	case 'w':
		return take_text(b, t);
	case 'f':
		return take_flag(b, t);
	case 'T':
		if (token_take(t, "infinite"))
			return data_number(b, UINT32_MAX, 4);
		return take_number(b, t, 4);
	case '1':
	case '2':
	case '4':
		return take_number(b, t, letter - '0');
	case 'z':
		return 0;
	default:
		return take_anything(d, b, t);
	}
}

struct dhcpd_expression *
dhcpd_option_value(struct dhcpd *d, struct dhcpd_tokens *t,
    const struct dhcpd_option *o)
{
	struct data b = { .n = 0 };
	struct dhcpd_expression *e;
	const unsigned from = t->from;
	const char *format;

	do {
		for (format = o->format; *format != '\0' && *format != '*';
		    format++)
			if (take_part(d, &b, t, *format) == -1)
				return NULL;
	} while (*format == '*' && token_take_mark(t, ','));
	if ((e = option_text(d, from, (const char *)b.bytes, b.n)) == NULL)
		return NULL;
	if (b.unknown != NULL) {
		e->op = OP_UNKNOWN;
		e->name = b.unknown;
	}
	return e;
}
