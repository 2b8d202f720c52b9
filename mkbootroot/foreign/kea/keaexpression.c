/*
 * By descent. A text and a truth may both stand in parentheses, so what stands
 * there says itself which it is.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "mkbootroot/foreign/kea/keaexpression.h"
#include "mkbootroot/foreign/kea/kealeaf.h"

static struct kea_node *parse_or(struct kea_parser *);

/* Whether a node is true or false, and no text. */
static int
is_truth(const struct kea_node *n)
{
	return n->kind == KEA_EXISTS || n->kind == KEA_MEMBER ||
	    n->kind >= KEA_EQUAL;
}

static struct kea_node *
parse_call(struct kea_parser *p, const char *from, const char *name)
{
	static const char *const functions[] = { [KEA_SUBSTRING] =
	    "substring", [KEA_CONCAT] = "concat", [KEA_IFELSE] = "ifelse",
	    [KEA_HEXSTRING] = "hexstring", [KEA_LCASE] = "lcase",
	    [KEA_UCASE] = "ucase", [KEA_SPLIT] = "split" };
	static const size_t wanted[] = { 3, 2, 3, 2, 1, 1, 3 };
	struct kea_node *n = kealeaf_new(p, KEA_CALL, from);

	if (n == NULL)
		return NULL;
	n->function = 0;
	while (n->function < KEA_UNKNOWN_FUNCTION &&
	    strcmp(name, functions[n->function]) != 0)
		n->function++;
	do {
		if (n->args == KEA_ARGS_MAX ||
		    (n->arg[n->args] = parse_or(p)) == NULL)
			return kealeaf_wrong(p);
		n->args++;
	} while (kealeaf_sign(p, ","));
	if (!kealeaf_sign(p, ")") || (n->function < KEA_UNKNOWN_FUNCTION &&
	    n->args != wanted[n->function]) ||
	    (n->function == KEA_SUBSTRING && n->arg[1]->kind != KEA_NUMBER) ||
	    ((n->function == KEA_SUBSTRING || n->function == KEA_SPLIT) &&
	    n->arg[2]->kind != KEA_NUMBER))
		return kealeaf_wrong(p);
	return kealeaf_end(p, n);
}

static struct kea_node *
parse_word(struct kea_parser *p)
{
	const char *from = p->s;
	struct kea_node *n;
	char name[32];

	if (!kealeaf_word(p, name, sizeof(name)))
		return kealeaf_wrong(p);
	if (strcmp(name, "all") == 0) {
		if ((n = kealeaf_new(p, KEA_NUMBER, from)) == NULL)
			return NULL;
		n->is_all = 1;
		return kealeaf_end(p, n);
	}
	if (!kealeaf_sign(p, "("))
		return kealeaf_field(p, from, name);
	if (strcmp(name, "member") != 0)
		return parse_call(p, from, name);
	kealeaf_blanks(p);
	if (*p->s != '\'' || (n = kealeaf_text(p, KEA_MEMBER)) == NULL ||
	    !kealeaf_sign(p, ")"))
		return kealeaf_wrong(p);
	n->text = from;
	return kealeaf_end(p, n);
}

static struct kea_node *
parse_one(struct kea_parser *p)
{
	struct kea_node *n;

	kealeaf_blanks(p);
	if (kealeaf_sign(p, "("))
		return (n = parse_or(p)) != NULL && kealeaf_sign(p, ")") ? n :
		    kealeaf_wrong(p);
	if (*p->s == '\'')
		return kealeaf_text(p, KEA_BYTES);
	if (p->s[0] == '0' && (p->s[1] == 'x' || p->s[1] == 'X'))
		return kealeaf_hex(p);
	if (isdigit((unsigned char)*p->s) || (*p->s == '-' &&
	    isdigit((unsigned char)p->s[1])))
		return kealeaf_digits(p);
	return parse_word(p);
}

/* A node of two, or of one if b is NULL. */
static struct kea_node *
join(struct kea_parser *p, enum kea_kind kind, struct kea_node *a,
    struct kea_node *b)
{
	struct kea_node *n;

	if (a == NULL || (kind != KEA_NOT && b == NULL) ||
	    (n = kealeaf_new(p, kind, a->text)) == NULL)
		return kealeaf_wrong(p);
	n->arg[0] = a;
	n->arg[1] = b;
	n->args = b == NULL ? 1 : 2;
	return kealeaf_end(p, n);
}

static struct kea_node *
parse_sum(struct kea_parser *p)
{
	struct kea_node *n = parse_one(p);
	int times = 0;

	while (n != NULL && kealeaf_sign(p, "+")) {
		if (++times > KEA_DEPTH_MAX)
			return kealeaf_wrong(p);
		if ((n = join(p, KEA_CALL, n, parse_one(p))) != NULL)
			n->function = KEA_CONCAT;
	}
	return n;
}

static struct kea_node *
parse_not(struct kea_parser *p)
{
	struct kea_node *n;

	if (++p->depth > KEA_DEPTH_MAX)
		return kealeaf_wrong(p);
	if (kealeaf_sign(p, "not"))
		n = join(p, KEA_NOT, parse_not(p), NULL);
	else if ((n = parse_sum(p)) != NULL && !is_truth(n) &&
	    kealeaf_sign(p, "=="))
		n = join(p, KEA_EQUAL, n, parse_sum(p));
	p->depth--;
	return n;
}

static struct kea_node *
parse_and(struct kea_parser *p)
{
	struct kea_node *n = parse_not(p);

	while (n != NULL && kealeaf_sign(p, "and"))
		n = join(p, KEA_AND, n, parse_not(p));
	return n;
}

static struct kea_node *
parse_or(struct kea_parser *p)
{
	struct kea_node *n = parse_and(p);

	while (n != NULL && kealeaf_sign(p, "or"))
		n = join(p, KEA_OR, n, parse_and(p));
	return n;
}

void
kea_parse(const char *text, struct kea_expression *e)
{
	struct kea_parser p = { .text = text, .s = text, .e = e };

	memset(e, 0, sizeof(*e));
	e->root = parse_or(&p);
	kealeaf_blanks(&p);
	if (e->root != NULL && (*p.s != '\0' || (!is_truth(e->root) &&
	    e->root->kind != KEA_CALL)))
		e->root = kealeaf_wrong(&p);
}

void
kea_expression_free(struct kea_expression *e)
{
	struct kea_node *n, *next;

	for (n = e->kept; n != NULL; n = next) {
		next = n->next;
		free(n->bytes);
		free(n);
	}
	memset(e, 0, sizeof(*e));
}
