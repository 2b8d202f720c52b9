/*
 * Texts, numbers and fields of an expression: what has no others in it.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/kea/kealeaf.h"

struct kea_node *
kealeaf_wrong(struct kea_parser *p)
{
	if (!p->wrong)
		p->e->wrong_at = (size_t)(p->s - p->text);
	p->wrong = 1;
	return NULL;
}

struct kea_node *
kealeaf_new(struct kea_parser *p, enum kea_kind kind, const char *from)
{
	struct kea_node *n = calloc(1, sizeof(*n));

	if (n == NULL) {
		p->e->no_memory = 1;
		return kealeaf_wrong(p);
	}
	n->kind = kind;
	n->text = from;
	n->next = p->e->kept;
	p->e->kept = n;
	return n;
}

/* What n is in the expression: up to here. */
struct kea_node *
kealeaf_end(const struct kea_parser *p, struct kea_node *n)
{
	n->n = (size_t)(p->s - n->text);
	while (n->n > 0 && isspace((unsigned char)n->text[n->n - 1]))
		n->n--;
	return n;
}

void
kealeaf_blanks(struct kea_parser *p)
{
	while (isspace((unsigned char)*p->s))
		p->s++;
}

static int
is_word(char c)
{
	return isalnum((unsigned char)c) || c == '-' || c == '_';
}

/* Takes a sign if it is next. */
int
kealeaf_sign(struct kea_parser *p, const char *text)
{
	const size_t n = strlen(text);

	kealeaf_blanks(p);
	if (strncmp(p->s, text, n) != 0 ||
	    (is_word(text[0]) && is_word(p->s[n])))
		return 0;
	p->s += n;
	return 1;
}

/* Takes a word into buf; 0: there is none, or it has no room. */
int
kealeaf_word(struct kea_parser *p, char *buf, size_t size)
{
	size_t n = 0;

	kealeaf_blanks(p);
	while (is_word(p->s[n]))
		n++;
	if (n == 0 || n >= size)
		return 0;
	memcpy(buf, p->s, n);
	buf[n] = '\0';
	p->s += n;
	return 1;
}

static int
bytes_take(struct kea_parser *p, struct kea_node *n, size_t size)
{
	if ((n->bytes = calloc(1, size + 1)) != NULL)
		return 1;
	p->e->no_memory = 1;
	kealeaf_wrong(p);
	return 0;
}

struct kea_node *
kealeaf_text(struct kea_parser *p, enum kea_kind kind)
{
	struct kea_node *n = kealeaf_new(p, kind, p->s);
	const size_t size = strcspn(p->s + 1, "'");

	if (n == NULL || p->s[1 + size] != '\'')
		return kealeaf_wrong(p);
	if (!bytes_take(p, n, size))
		return NULL;
	memcpy(n->bytes, p->s + 1, size);
	n->bytes_n = size;
	p->s += size + 2;
	return kealeaf_end(p, n);
}

static unsigned
digit(char c)
{
	return c >= '0' && c <= '9' ? (unsigned)(c - '0') :
	    (unsigned)(tolower((unsigned char)c) - 'a') + 10;
}

/* 0x0102; a digit alone at the begin is a byte, too. */
struct kea_node *
kealeaf_hex(struct kea_parser *p)
{
	struct kea_node *n = kealeaf_new(p, KEA_BYTES, p->s);
	size_t digits = 0;

	p->s += 2;
	while (isxdigit((unsigned char)p->s[digits]))
		digits++;
	if (n == NULL || digits == 0)
		return kealeaf_wrong(p);
	if (!bytes_take(p, n, digits / 2 + 1))
		return NULL;
	n->bytes_n = (digits + 1) / 2;
	for (size_t i = 0; i < digits; i++) {
		const size_t at = (i + digits % 2) / 2;

		n->bytes[at] = (unsigned char)((unsigned)n->bytes[at]
		    << 4 | digit(p->s[i]));
	}
	p->s += digits;
	return kealeaf_end(p, n);
}

/* An address, or a number. */
struct kea_node *
kealeaf_digits(struct kea_parser *p)
{
	struct kea_node *n = kealeaf_new(p, KEA_NUMBER, p->s);
	const size_t size = strspn(p->s + 1, "0123456789.") + 1;
	unsigned char address[4];
	char text[24], *end;

	if (n == NULL || size >= sizeof(text))
		return kealeaf_wrong(p);
	memcpy(text, p->s, size);
	text[size] = '\0';
	if (inet_pton(AF_INET, text, address) == 1) {
		n->kind = KEA_BYTES;
		if (!bytes_take(p, n, 4))
			return NULL;
		memcpy(n->bytes, address, 4);
		n->bytes_n = 4;
	} else {
		n->number = strtol(text, &end, 10);
		if (*end != '\0')
			return kealeaf_wrong(p);
	}
	p->s += size;
	return kealeaf_end(p, n);
}

/* "[" number or name "]" */
static int
index_take(struct kea_parser *p, char *buf, size_t size)
{
	return kealeaf_sign(p, "[") && (kealeaf_word(p, buf, size) || (kealeaf_sign(p, "*") &&
	    snprintf(buf, size, "*") == 1)) && kealeaf_sign(p, "]");
}

/* pkt4.mac, option[82].option[1].hex: what the client says. */
struct kea_node *
kealeaf_field(struct kea_parser *p, const char *from, const char *base)
{
	struct kea_node *n = kealeaf_new(p, KEA_FIELD, from);
	char sub[48];

	if (n == NULL)
		return NULL;
	if (strlen(base) >= sizeof(n->base))
		return kealeaf_wrong(p);
	memcpy(n->base, base, strlen(base) + 1);
	kealeaf_blanks(p);
	if (*p->s == '[' && !index_take(p, n->option, sizeof(n->option)))
		return kealeaf_wrong(p);
	if (!kealeaf_sign(p, ".") || !kealeaf_word(p, n->what, sizeof(n->what)))
		return kealeaf_wrong(p);
	kealeaf_blanks(p);
	if (*p->s == '[') {
		/* option[82].option[1], vendor-class[1].data[0] */
		n->has_sub = 1;
		if (!index_take(p, sub, sizeof(sub)))
			return kealeaf_wrong(p);
		if (kealeaf_sign(p, ".") && !kealeaf_word(p, n->what, sizeof(n->what)))
			return kealeaf_wrong(p);
	}
	if (strcmp(n->what, "exists") == 0)
		n->kind = KEA_EXISTS;
	return kealeaf_end(p, n);
}
